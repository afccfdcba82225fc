"""The HTTP and Socket.IO edge."""
