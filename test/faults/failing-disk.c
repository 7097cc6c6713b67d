/*
 * A disk that fails, for one process: loaded by LD_PRELOAD, it answers EIO to whatever would change a chosen file, as long as a
 * switch, which is a file too, is there. The C library's functions stand between libuv or SQLite and the kernel; reads go through.
 *
 *   MUSTER_EIO_SWITCH  path of the switch
 *   MUSTER_EIO_UNDER   chosen files lie below this folder, an absolute path without links
 *   MUSTER_EIO_NAMED   ... and their path has this text behind it; '' for all
 *   MUSTER_EIO_CALLS   `all`, or `sync`: writes get through to the page cache, and fsync tells that they got no further
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
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* The function that this one stands before. */
#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int is_on(void) {
  const char *path = getenv("MUSTER_EIO_SWITCH");
  int kept = errno;
  int found = path && access(path, F_OK) == 0;
  errno = kept;
  return found;
}

static int syncs_only(void) {
  const char *calls = getenv("MUSTER_EIO_CALLS");
  return calls && strcmp(calls, "sync") == 0;
}

static int is_chosen(const char *path) {
  const char *under = getenv("MUSTER_EIO_UNDER");
  const char *named = getenv("MUSTER_EIO_NAMED");
  if (!under || !*under || strncmp(path, under, strlen(under)) != 0) return 0;
  return !named || strstr(path + strlen(under), named) != NULL;
}

static int is_chosen_file(int file) {
  char link[64], path[4096];
  int kept = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = kept;
  if (length < 0) return 0;
  path[length] = 0;
  return is_chosen(path);
}

static int write_fails(int file) { return is_on() && !syncs_only() && is_chosen_file(file); }
static int sync_fails(int file) { return is_on() && is_chosen_file(file); }
static int name_fails(const char *path) { return is_on() && !syncs_only() && path && is_chosen(path); }

#define FAIL return errno = EIO, -1

ssize_t write(int file, const void *bytes, size_t size) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (write_fails(file)) FAIL;
  return real(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (write_fails(file)) FAIL;
  return real(file, parts, count);
}

#define PWRITE(name, offset_t) \
  ssize_t name(int file, const void *bytes, size_t size, offset_t at) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_t); \
    if (write_fails(file)) FAIL; \
    return real(file, bytes, size, at); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, offset_t) \
  ssize_t name(int file, const struct iovec *parts, int count, offset_t at) { \
    REAL(ssize_t, #name, int, const struct iovec *, int, offset_t); \
    if (write_fails(file)) FAIL; \
    return real(file, parts, count, at); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define SYNC(name) \
  int name(int file) { \
    REAL(int, #name, int); \
    if (sync_fails(file)) FAIL; \
    return real(file); \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_t) \
  int name(int file, offset_t size) { \
    REAL(int, #name, int, offset_t); \
    if (write_fails(file)) FAIL; \
    return real(file, size); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  if (name_fails(from) || name_fails(to)) FAIL;
  return real(from, to);
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  if (name_fails(path)) FAIL;
  return real(path);
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
    if ((flags & O_CREAT) && name_fails(path)) FAIL; \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    MODE(flags); \
    if ((flags & O_CREAT) && name_fails(path)) FAIL; \
    return real(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)
