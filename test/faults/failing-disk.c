/*
 * A disk that fails, for one process: loaded by LD_PRELOAD, it answers EIO to whatever would change a chosen file, as long as a
 * switch, which is a file too, is there, or once. The C library's functions stand between libuv or SQLite and the kernel; reads go through.
 *
 *   MUSTER_EIO_SWITCH  path of the switch
 *   MUSTER_EIO_UNDER   chosen files lie below this folder, an absolute path without links
 *   MUSTER_EIO_NAMED   ... and their path has this text behind it; '' for all
 *   MUSTER_EIO_CALLS   `all`, or `sync`: writes get through to the page cache, and fsync tells that they got no further, or `write`: what
 *                      takes room, and nothing else
 *   MUSTER_EIO_NTH     in place of a switch: the how manyth of these calls fails, from 1, and no other
 *   MUSTER_EIO_TRACE   with it: a file that gets a line of each of these calls, its name and its path
 *   MUSTER_EIO_ERROR   `ENOSPC` in place of EIO
 */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* or the plain and the 64-bit names would be one here, and node imports either */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* The function that this one stands before. */
#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

enum kind { WRITE, SYNC, NAME };

static int is_on(void) {
  const char *path = getenv("MUSTER_EIO_SWITCH");
  return path && access(path, F_OK) == 0;
}

static int is_meant(enum kind kind) {
  const char *calls = getenv("MUSTER_EIO_CALLS");
  if (calls && strcmp(calls, "sync") == 0) return kind == SYNC;
  if (calls && strcmp(calls, "write") == 0) return kind == WRITE;
  return 1;
}

static int is_chosen(const char *path) {
  const char *under = getenv("MUSTER_EIO_UNDER");
  const char *named = getenv("MUSTER_EIO_NAMED");
  if (!under || !*under || strncmp(path, under, strlen(under)) != 0) return 0;
  return !named || strstr(path + strlen(under), named) != NULL;
}

/* Counts a chosen call of any thread. */
static int is_nth(const char *nth, const char *call, const char *path) {
  static int count;
  int number = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
  const char *trace = getenv("MUSTER_EIO_TRACE");
  int file = trace ? (int)syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
  if (file >= 0) {
    dprintf(file, "%s %s\n", call, path);
    close(file);
  }
  return number == atoi(nth);
}

static int fails(enum kind kind, const char *call, const char *path) {
  if (!is_meant(kind) || !is_chosen(path)) return 0;
  const char *nth = getenv("MUSTER_EIO_NTH");
  return nth ? is_nth(nth, call, path) : is_on();
}

static int file_fails(enum kind kind, const char *call, int file) {
  char link[64], path[4096];
  int kept = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = getenv("MUSTER_EIO_NTH") || is_on() ? readlink(link, path, sizeof path - 1) : -1;
  if (length >= 0) path[length] = 0;
  int found = length >= 0 && fails(kind, call, path);
  errno = kept;
  return found;
}

static int name_fails(const char *call, const char *path) {
  int kept = errno;
  int found = path && fails(NAME, call, path);
  errno = kept;
  return found;
}

static int error_of_disk(void) {
  const char *error = getenv("MUSTER_EIO_ERROR");
  return error && strcmp(error, "ENOSPC") == 0 ? ENOSPC : EIO;
}

#define FAIL return errno = error_of_disk(), -1

ssize_t write(int file, const void *bytes, size_t size) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (file_fails(WRITE, "write", file)) FAIL;
  return real(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (file_fails(WRITE, "writev", file)) FAIL;
  return real(file, parts, count);
}

#define PWRITE(name, offset_t) \
  ssize_t name(int file, const void *bytes, size_t size, offset_t at) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_t); \
    if (file_fails(WRITE, #name, file)) FAIL; \
    return real(file, bytes, size, at); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, offset_t) \
  ssize_t name(int file, const struct iovec *parts, int count, offset_t at) { \
    REAL(ssize_t, #name, int, const struct iovec *, int, offset_t); \
    if (file_fails(WRITE, #name, file)) FAIL; \
    return real(file, parts, count, at); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define SYNC(name) \
  int name(int file) { \
    REAL(int, #name, int); \
    if (file_fails(SYNC, #name, file)) FAIL; \
    return real(file); \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_t) \
  int name(int file, offset_t size) { \
    REAL(int, #name, int, offset_t); \
    if (file_fails(WRITE, #name, file)) FAIL; \
    return real(file, size); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  if (name_fails("rename", is_chosen(to) ? to : from)) FAIL;
  return real(from, to);
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  if (name_fails("unlink", path)) FAIL;
  return real(path);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  if (name_fails("mkdir", path)) FAIL;
  return real(path, mode);
}

/* Only what may make a file: what is there is opened to be read. */
#define MODE(flags) \
  va_list more; \
  va_start(more, flags); \
  mode_t mode = (flags) & O_CREAT ? va_arg(more, mode_t) : 0; \
  va_end(more)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    MODE(flags); \
    if ((flags & O_CREAT) && name_fails(#name, path)) FAIL; \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    MODE(flags); \
    if ((flags & O_CREAT) && name_fails(#name, path)) FAIL; \
    return real(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)
