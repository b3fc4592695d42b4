/* Put before the C library by LD_PRELOAD: syncs that take longer, and a disk without room.
 *
 * GHE_SYNC_MS    milliseconds that every fsync and fdatasync takes longer
 * GHE_FULL       while this file exists ...
 * GHE_FULL_BELOW ... no file whose path begins so can grow
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void wait_a_little(void) {
    const char *said = getenv("GHE_SYNC_MS");
    if (said != NULL) {
        const long microseconds = (long)(atof(said) * 1000);
        const struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
        nanosleep(&time, NULL);
    }
}

/* Whether the file would have to grow to `end` bytes and cannot. */
static int no_room(int fd, off_t end) {
    const char *flag = getenv("GHE_FULL"), *below = getenv("GHE_FULL_BELOW");
    char link[64], path[4096];
    struct stat file;
    if (flag == NULL || below == NULL || access(flag, F_OK) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, below, strlen(below)) != 0) return 0;
    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) || end <= file.st_size) return 0;
    errno = ENOSPC;
    return 1;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

int fsync(int fd) { REAL(int, "fsync", int); wait_a_little(); return real(fd); }

int fdatasync(int fd) { REAL(int, "fdatasync", int); wait_a_little(); return real(fd); }

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (getenv("GHE_FULL") != NULL) {
        const int before = errno;
        const off_t at = lseek(fd, 0, SEEK_CUR);
        errno = before;
        if (at >= 0 && no_room(fd, at + (off_t)size)) return -1;
    }
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return no_room(fd, at + (off_t)size) ? -1 : real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return no_room(fd, at + (off_t)size) ? -1 : real(fd, data, size, at);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
    off_t end = at;
    for (int n = 0; n < count; n++) end += (off_t)parts[n].iov_len;
    return no_room(fd, end) ? -1 : real(fd, parts, count, at);
}

int ftruncate(int fd, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    return no_room(fd, size) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    return no_room(fd, (off_t)size) ? -1 : real(fd, size);
}

int posix_fallocate(int fd, off_t at, off_t size) {
    REAL(int, "posix_fallocate", int, off_t, off_t);
    return no_room(fd, at + size) ? ENOSPC : real(fd, at, size);
}
