"""What a file is, by its first bytes: only raster images are ever shown inline."""

SNIFFED_BYTES = 32

_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (4, b"ftypavif", "image/avif"),
)
RASTER_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/avif", "image/webp"})

# what a browser might run, or read as a page of ours, if it were ever shown
_ACTIVE = frozenset(
    {
        "text/html",
        "text/xml",
        "text/javascript",
        "application/xhtml+xml",
        "application/xml",
        "application/javascript",
        "application/ecmascript",
        "application/x-shockwave-flash",
        "image/svg+xml",
    }
)
BINARY = "application/octet-stream"

FILE_TYPES = (
    "image/*",
    "audio/*",
    "video/*",
    "text/plain",
    "text/csv",
    "application/pdf",
    "application/zip",
    "application/json",
    "application/msword",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)


def raster_type(head: bytes) -> str | None:
    """The type of a raster image that begins with these bytes; None for everything else."""
    for offset, magic, kind in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def settled_type(declared: str, head: bytes) -> str:
    """The type a file is kept with: an image is what its bytes say, nothing else may call itself one."""
    found = raster_type(head)
    if found is not None:
        return found
    plain = declared.partition(";")[0].strip().lower()
    if not plain or len(plain) > 100 or plain in RASTER_TYPES or plain in _ACTIVE or not plain.isascii():
        return BINARY
    return plain


def is_taken(content_type: str) -> bool:
    """Whether a contact may send a file of this type."""
    main = content_type.partition("/")[0]
    return content_type in FILE_TYPES or f"{main}/*" in FILE_TYPES
