"""What the standard library of Python lacks on Windows, as far as it may be of use here."""

NOT_ON_WINDOWS = {
    "os": {
        "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "chown", "fchmod", "fchown", "fork", "geteuid", "getgid",
        "getpgid", "getpgrp", "getuid", "killpg", "lchown", "mkfifo", "nice", "pipe2", "posix_fadvise", "pread",
        "preadv", "pwrite", "pwritev", "register_at_fork", "sched_getaffinity", "sendfile", "setsid", "statvfs",
        "sync", "sysconf", "uname", "wait3", "wait4",
    },
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "setitimer"},
    "socket": {"AF_UNIX", "SO_PEERCRED", "socketpair"},
}  # fmt: skip
MODULES_NOT_ON_WINDOWS = {"crypt", "fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
