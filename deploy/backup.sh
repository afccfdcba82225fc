#!/bin/sh
# usage: backup.sh DATA TARGET: a copy of the centre in DATA as TARGET/YYYY-MM-DDTHHMMSSZ, older ones removed.
# Keys are not copied: keep them elsewhere (`cp -p DATA/keys ...` to a place that the backups do not go to).
set -eu
data=${1:?DATA}
target=${2:?TARGET}
keep_days=${KEEP_DAYS:-14}
contactcenter=${CONTACTCENTER:-/opt/contactcenter/bin/contactcenter}

umask 077
mkdir -p "$target"
stamp=$(date -u +%Y-%m-%dT%H%M%SZ)
"$contactcenter" backup --data "$data" "$target/$stamp.partial"
mv "$target/$stamp.partial" "$target/$stamp"

# Only whole backups that are old enough, and only once a new one is there.
find "$target" -mindepth 1 -maxdepth 1 -type d -name '????-??-??T??????Z' -mtime +"$keep_days" -exec rm -rf {} +
echo "backup: $target/$stamp"
