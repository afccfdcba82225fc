"""One module a command: `register` adds its options, everything heavy is imported when it runs."""

from contactcenter.commands import (
    articles,
    backup,
    config,
    evaluate,
    keys,
    parse_email,
    quarantine,
    serve,
    setup_files,
    token,
)

COMMANDS = (
    serve.register,
    token.register,
    quarantine.register,
    setup_files.register,
    articles.register,
    backup.register,
    keys.register,
    config.register,
    evaluate.register,
    parse_email.register,
)
