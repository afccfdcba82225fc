"""Numbers for Prometheus, named contactcenter_*; docs/metrics.md lists them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """One registry a process, so that tests can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "contactcenter_http_requests",
            "HTTP requests answered",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "contactcenter_http_request_seconds",
            "Time to answer an HTTP request",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.sign_ins = Counter("contactcenter_sign_ins", "Attempts to sign in", ["outcome"], registry=self.registry)
        self.uploads_bytes = Counter("contactcenter_uploaded_bytes", "Bytes of files taken in", registry=self.registry)
        self.sockets = Gauge(
            "contactcenter_sockets", "Open sockets of contacts and staff", ["kind"], registry=self.registry
        )
        self.messages = Counter("contactcenter_messages", "Messages stored", ["author"], registry=self.registry)
        self.inbox_working = Gauge(
            "contactcenter_inbox_working",
            "1 while an inbox that fetches by itself works, 0 while it fails",
            ["inbox"],
            registry=self.registry,
        )
        self.inbox_heard_seconds = Gauge(
            "contactcenter_inbox_heard_seconds",
            "Seconds since an inbox was last known to work; above 300 is an alarm",
            ["inbox"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        return generate_latest(self.registry)
