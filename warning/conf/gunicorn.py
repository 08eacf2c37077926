"""How gunicorn serves: threads, so that a slow reader holds no process; by environment.

WEB_BIND, WEB_WORKERS, WEB_THREADS and WEB_TIMEOUT change it.
"""

import os

bind = os.environ.get("WEB_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 1)
threads = int(os.environ.get("WEB_THREADS") or 8)
timeout = int(os.environ.get("WEB_TIMEOUT") or 60)
graceful_timeout = 10
keepalive = 5
# A worker is renewed now and then, each at its own time.
max_requests = 20_000
max_requests_jitter = 2_000
# No access log: addresses of readers are nobody's business. The proxy in front may keep its own.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL") or "warning"
proc_name = "early-warning"
# Heartbeat files of workers in memory where there is some: a slow disk must not look like a dead worker.
_MEMORY = "/dev/shm"  # noqa: S108 # nosec B108
worker_tmp_dir = _MEMORY if os.access(_MEMORY, os.W_OK) else None
# Limits before anything is parsed.
limit_request_line = 8190
limit_request_fields = 100
# Steered by signals from its supervisor; a socket in the home folder would be one more door.
control_socket_disable = True
