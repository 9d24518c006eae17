/*
 * A disk that fails on cue, for the tests: preloaded (LD_PRELOAD) into a process, it stands between
 * that process and the C library for the files beneath one directory.
 *
 * Environment:
 *   FAULTY_DISK_ROOT   the directory whose files are meant; all others pass untouched
 *   FAULTY_DISK_STATE  a directory outside it, which the test has made:
 *     control          `struct control`, mapped; the test writes it while the process runs
 *     syncs            a line for each sync that succeeded: the file's path
 *     undo/INO-BTIME   for each file what was written since its last sync, oldest first: records of
 *                      `struct record`, the bytes that were there before, and the bytes written
 *
 * A process that is killed leaves the page cache whole, so it does not lose what it had not synced.
 * The undo logs say what a power cut at that moment could have lost: the test takes back all of it,
 * or all but a drawn part (PowerCut.java).
 *
 * Not seen: names (creating, renaming, deleting a file counts as durable at once), and memory that
 * is mapped for writing (SQLite's "-shm", which counts for nothing after a crash).
 *
 * Every call is made by number (syscall), so that nothing here calls itself. One lock is held over
 * each write and each sync: what the undo log says is then what is in the file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

struct control {
    volatile int32_t full;    /* 1: no space left, whatever is written */
    volatile int32_t fail;    /* n > 0: the n-th sync of a matching file fails; -1: each one does */
    volatile int32_t lose;    /* 1: a sync that fails loses what was written since the last one */
    volatile int32_t hold;    /* 1: syncs of matching files wait for 0 */
    volatile int32_t held;    /* syncs that wait now */
    volatile int32_t failed;  /* syncs that failed so far */
    volatile int32_t refused; /* writes that found no space so far */
    volatile int32_t unused;
    char pattern[96];         /* a file matches whose path, with a "$" behind it, contains this */
};

struct record {
    int64_t is_truncation;
    int64_t offset;    /* of a truncation: the new length */
    int64_t length;    /* bytes written */
    int64_t old_size;  /* of the file */
    int64_t old_bytes; /* how many were there before */
};

static struct control *control;
static char root[PATH_MAX];
static char state[PATH_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("FAULTY_DISK_ROOT");
    const char *told = getenv("FAULTY_DISK_STATE");
    if (!where || !told || !realpath(where, root) || !realpath(told, state)) {
        return;
    }
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/control", state);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    control = mapped == MAP_FAILED ? NULL : mapped;
}

/* Whether the file is one of those that are meant; then its path. */
static int is_ours(int fd, char path[PATH_MAX]) {
    if (!control) {
        return 0;
    }
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    size_t prefix = strlen(root);
    int is_shm = length > 4 && !strcmp(path + length - 4, "-shm");
    return !strncmp(path, root, prefix) && (path[prefix] == '/' || !path[prefix]) && !is_shm;
}

/* A number is given again to another file, its time of birth is not. */
static void undo_path(int fd, char path[PATH_MAX + 64]) {
    struct statx st;
    memset(&st, 0, sizeof st);
    statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &st);
    snprintf(path, PATH_MAX + 64, "%s/undo/%llu-%lld%09u", state, (unsigned long long)st.stx_ino,
             (long long)st.stx_btime.tv_sec, st.stx_btime.tv_nsec);
}

static int64_t size_of(int fd) {
    struct stat st;
    return fstat(fd, &st) ? 0 : (int64_t)st.st_size;
}

static void write_all(int fd, const void *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        long n = syscall(SYS_write, fd, (const char *)bytes + done, count - done);
        if (n <= 0) {
            abort();
        }
        done += (size_t)n;
    }
}

/* Notes a change before it is made. The file may be open for writing only. */
static void note(int fd, struct record change, const void *written) {
    char link[64];
    char path[PATH_MAX + 64];
    int64_t from = change.offset;
    int64_t end = change.is_truncation ? change.old_size : from + change.length;
    if (end > change.old_size) {
        end = change.old_size;
    }
    change.old_bytes = end > from ? end - from : 0;
    size_t total = sizeof change + (size_t)change.old_bytes + (size_t)change.length;
    char *buffer = malloc(total);
    if (!buffer) {
        abort();
    }
    if (change.old_bytes > 0) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        int reading = open(link, O_RDONLY | O_CLOEXEC);
        long n = syscall(SYS_pread64, reading, buffer + sizeof change, change.old_bytes, from);
        if (n != change.old_bytes) {
            abort();
        }
        close(reading);
    }
    memcpy(buffer, &change, sizeof change);
    if (change.length > 0) {
        memcpy(buffer + sizeof change + change.old_bytes, written, (size_t)change.length);
    }
    undo_path(fd, path);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) {
        abort();
    }
    write_all(log, buffer, total);
    close(log);
    free(buffer);
}

/* Takes back, newest first, what was written since the last sync: a kernel whose write-back failed
   calls the pages clean, and may drop them and read the old ones from the disk again. */
static void take_back(int fd, const char *path) {
    char name[PATH_MAX + 64];
    undo_path(fd, name);
    int log = open(name, O_RDONLY | O_CLOEXEC);
    if (log < 0) {
        return;
    }
    int64_t size = size_of(log);
    char *all = malloc((size_t)size + 1);
    int64_t *starts = malloc(((size_t)size / sizeof(struct record) + 1) * sizeof *starts);
    int writing = open(path, O_WRONLY | O_CLOEXEC);
    if (!all || !starts || writing < 0 || syscall(SYS_read, log, all, size) != size) {
        abort();
    }
    size_t count = 0;
    struct record change;
    for (int64_t at = 0; at < size; at += (int64_t)sizeof change + change.old_bytes + change.length) {
        memcpy(&change, all + at, sizeof change);
        starts[count++] = at;
    }
    while (count > 0) {
        const char *record = all + starts[--count];
        memcpy(&change, record, sizeof change);
        syscall(SYS_ftruncate, writing, change.old_size);
        syscall(SYS_pwrite64, writing, record + sizeof change, change.old_bytes, change.offset);
    }
    close(writing);
    close(log);
    free(starts);
    free(all);
    unlink(name);
}

static int matches(const char *path) {
    char whole[PATH_MAX + 2];
    snprintf(whole, sizeof whole, "%s$", path);
    return strstr(whole, control->pattern) != NULL;
}

/* Whether the n-th matching sync is this one. */
static int fails(const char *path) {
    if (control->fail == 0 || !matches(path)) {
        return 0;
    }
    if (control->fail > 1) {
        control->fail--;
        return 0;
    }
    control->fail = control->fail < 0 ? control->fail : 0;
    return 1;
}

static void wait_while_held(const char *path) {
    if (!control->hold || !matches(path)) {
        return;
    }
    __atomic_add_fetch(&control->held, 1, __ATOMIC_SEQ_CST);
    while (control->hold && matches(path)) {
        usleep(500);
    }
    __atomic_sub_fetch(&control->held, 1, __ATOMIC_SEQ_CST);
}

static int synced(int fd, long number) {
    char path[PATH_MAX];
    if (!is_ours(fd, path)) {
        return (int)syscall(number, fd);
    }
    wait_while_held(path);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (fails(path)) {
        if (control->lose) {
            take_back(fd, path);
        }
        control->failed++;
        errno = EIO;
    } else {
        char name[PATH_MAX + 64];
        result = (int)syscall(number, fd);
        undo_path(fd, name);
        unlink(name);
        snprintf(name, sizeof name, "%s/syncs", state);
        int log = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        strcat(path, "\n");
        write_all(log, path, strlen(path));
        close(log);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

/* A write (at the file's own position where the offset is negative) or a truncation. */
static long changed(int fd, struct record change, const void *bytes) {
    char path[PATH_MAX];
    int64_t at = change.offset;
    int is_ours_now = is_ours(fd, path);
    if (is_ours_now) {
        pthread_mutex_lock(&lock);
        change.old_size = size_of(fd);
        int shrinks = change.is_truncation && at <= change.old_size;
        if (control->full && !shrinks) {
            control->refused++;
            pthread_mutex_unlock(&lock);
            errno = ENOSPC;
            return -1;
        }
        if (at < 0) {
            int appends = fcntl(fd, F_GETFL) & O_APPEND;
            change.offset = appends ? change.old_size : (int64_t)lseek(fd, 0, SEEK_CUR);
        }
        note(fd, change, bytes);
    }
    long result = change.is_truncation ? syscall(SYS_ftruncate, fd, at)
                  : at < 0             ? syscall(SYS_write, fd, bytes, change.length)
                                       : syscall(SYS_pwrite64, fd, bytes, change.length, at);
    int error = errno;
    if (is_ours_now) {
        pthread_mutex_unlock(&lock);
    }
    errno = error;
    return result;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    return changed(fd, (struct record){0, offset, (int64_t)count, 0, 0}, bytes);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    return changed(fd, (struct record){0, -1, (int64_t)count, 0, 0}, bytes);
}

int ftruncate64(int fd, off64_t length) {
    return (int)changed(fd, (struct record){1, length, 0, 0, 0}, NULL);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What asks how much space is left is told the same as what writes. */
int statvfs64(const char *path, struct statvfs64 *found) {
    int (*real)(const char *, struct statvfs64 *) = dlsym(RTLD_NEXT, "statvfs64");
    int result = real(path, found);
    if (control && control->full && !strncmp(path, root, strlen(root))) {
        found->f_bavail = 0;
        found->f_bfree = 0;
    }
    return result;
}
