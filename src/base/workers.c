/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pool of forked processes that answer requests in order. What is asked is the caller's business. The surprise: nothing
 * that goes wrong with a worker is an error; its requests come back unanswered and the caller does them itself.
 *
 * On each socket, in this machine's byte order, there is at most one batch under way, so neither side ever waits for the
 * other to read: request and reply are a frame each, u32 bytes that follow, then for each item u32 bytes and the bytes.
 * A reply has as many items as its request; NOT_ANSWERED in the place of the length is an item without an answer.
 */
#include "base/base-impl.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH 16 /* requests: some milliseconds of work, beside which a turn of the socket is nothing */
#define FRAME_MAX_BYTES ((size_t)1 << 31)
#define NOT_ANSWERED UINT32_MAX

enum task_state { TASK_WAITING, TASK_UNDER_WAY, TASK_ENDED };
struct task {
	enum task_state state;
	bool answered;
	struct cdr_buf text; /* the request, later the reply */
};

struct worker {
	pid_t pid;      /* 0: gone */
	int fd;         /* -1 when gone */
	uint64_t first; /* its batch */
	size_t n;       /* 0: idle */
};

/* Tasks are numbered as they come; number i lies at i % CDR_WORKERS_MAX_PENDING. */
struct cdr_workers {
	struct worker *items;
	size_t n, n_alive;
	struct task *tasks;
	uint64_t oldest, unsent, end; /* tasks [oldest, end) are pending, [unsent, end) not handed out */
	struct cdr_buf frame;
};

static struct task *
task_at(const struct cdr_workers *workers, uint64_t number)
{
	return &workers->tasks[number % CDR_WORKERS_MAX_PENDING];
}

/* ---------------------------------------------------------------------------------------------------------- frames */

static bool
send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool
receive_all(int fd, char *p, size_t n)
{
	while (n) {
		ssize_t got = recv(fd, p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static void
add_u32(struct cdr_buf *buf, size_t n)
{
	uint32_t value = (uint32_t)n;
	cdr_buf_add(buf, &value, sizeof(value));
}

static void
frame_begin(struct cdr_buf *frame)
{
	cdr_buf_clear(frame);
	add_u32(frame, 0);
}

static bool
frame_send(struct cdr_buf *frame, int fd)
{
	if (frame->failed)
		return false;
	uint32_t n = (uint32_t)(frame->n - sizeof(n));
	memcpy(frame->p, &n, sizeof(n));
	return send_all(fd, frame->p, frame->n);
}

/* False at the end of the other side, or of memory. */
static bool
frame_receive(struct cdr_buf *frame, int fd)
{
	uint32_t n = 0;
	cdr_buf_clear(frame);
	if (!receive_all(fd, (char *)&n, sizeof(n)))
		return false;
	char *place = cdr_buf_reserve(frame, n);
	if (!place || !receive_all(fd, place, n))
		return false;
	frame->n += n;
	cdr_buf_terminate(frame);
	return true;
}

static bool
item_next(struct cdr_str *rest, struct cdr_str *ret, bool *ret_answered)
{
	uint32_t n = 0;
	if (rest->n < sizeof(n))
		return false;
	memcpy(&n, rest->p, sizeof(n));
	*rest = (struct cdr_str){ rest->p + sizeof(n), rest->n - sizeof(n) };
	*ret_answered = n != NOT_ANSWERED;
	n = *ret_answered ? n : 0;
	if (rest->n < n)
		return false;
	*ret = (struct cdr_str){ rest->p, n };
	*rest = (struct cdr_str){ rest->p + n, rest->n - n };
	return true;
}

/* ----------------------------------------------------------------------------------------------------- in the worker */

/* What was opened before, a store above all, is none of a worker's business. A terminal's interrupt goes to all its
 * processes, and the maker decides what comes of it. */
static void
leave_behind(int fd)
{
	sigset_t none;
	if (fd > 3)
		(void)close_range(3, (unsigned)fd - 1, 0);
	(void)close_range((unsigned)fd + 1, ~0U, 0);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
answer_batch(cdr_worker_fn work, void *context, struct cdr_str requests, struct cdr_buf *replies)
{
	struct cdr_str request;
	bool meant = false;
	frame_begin(replies);
	while (item_next(&requests, &request, &meant)) {
		cdr_auto(cdr_buf) reply = { .max = CDR_WORKERS_MAX_REPLY_BYTES };
		bool answered = work(context, request, &reply) == CDR_OK && !reply.failed &&
		                replies->n + reply.n + BATCH * sizeof(uint32_t) < replies->max;
		add_u32(replies, answered ? reply.n : NOT_ANSWERED);
		if (answered)
			cdr_buf_add_str(replies, cdr_buf_str(&reply));
	}
}

/* Never returns: a worker must not run what its maker would do at its end. */
static _Noreturn void
serve(int fd, cdr_worker_fn work, void *context)
{
	struct cdr_buf requests = { .max = FRAME_MAX_BYTES }, replies = { .max = FRAME_MAX_BYTES };
	leave_behind(fd);
	while (frame_receive(&requests, fd)) {
		answer_batch(work, context, cdr_buf_str(&requests), &replies);
		if (!frame_send(&replies, fd))
			break;
	}
	_exit(0);
}

/* ------------------------------------------------------------------------------------------------------ in the maker */

/* A child of ours that nobody waited for keeps its number, so the signal meets no one else. */
static void
end_worker(struct cdr_workers *workers, struct worker *worker)
{
	int outcome = 0;
	if (worker->pid == 0)
		return;
	(void)close(worker->fd);
	if (waitpid(worker->pid, &outcome, WNOHANG) == 0) {
		(void)kill(worker->pid, SIGKILL);
		while (waitpid(worker->pid, &outcome, 0) < 0 && errno == EINTR)
			;
	}
	for (size_t i = 0; i < worker->n; i++)
		task_at(workers, worker->first + i)->state = TASK_ENDED;
	*worker = (struct worker){ .fd = -1 };
	workers->n_alive--;
}

/* Takes a worker's reply in. One that makes no sense ends it. */
static void
receive_batch(struct cdr_workers *workers, struct worker *worker)
{
	if (!frame_receive(&workers->frame, worker->fd)) {
		end_worker(workers, worker);
		return;
	}
	struct cdr_str rest = cdr_buf_str(&workers->frame), item;
	for (size_t i = 0; i < worker->n; i++) {
		struct task *task = task_at(workers, worker->first + i);
		bool answered = false;
		if (!item_next(&rest, &item, &answered)) {
			end_worker(workers, worker);
			return;
		}
		task->text = (struct cdr_buf){ .max = CDR_WORKERS_MAX_REPLY_BYTES };
		if (answered)
			cdr_buf_add_str(&task->text, item);
		task->answered = answered && !task->text.failed;
		task->state = TASK_ENDED;
	}
	worker->n = 0;
}

static void
send_batch(struct cdr_workers *workers, struct worker *worker, size_t n)
{
	frame_begin(&workers->frame);
	worker->first = workers->unsent;
	worker->n = n;
	for (size_t i = 0; i < n; i++) {
		struct task *task = task_at(workers, workers->unsent++);
		add_u32(&workers->frame, task->text.n);
		cdr_buf_add_str(&workers->frame, cdr_buf_str(&task->text));
		cdr_buf_done(&task->text);
		task->state = TASK_UNDER_WAY;
	}
	if (!frame_send(&workers->frame, worker->fd))
		end_worker(workers, worker);
}

/* Small batches towards the end, so that all have something to do until it. */
static void
hand_out(struct cdr_workers *workers)
{
	for (size_t i = 0; i < workers->n && workers->unsent < workers->end; i++) {
		struct worker *worker = &workers->items[i];
		if (worker->pid == 0 || worker->n)
			continue;
		uint64_t share = (workers->end - workers->unsent) / (2 * workers->n_alive) + 1;
		send_batch(workers, worker, share < BATCH ? (size_t)share : BATCH);
	}
	for (; workers->n_alive == 0 && workers->unsent < workers->end; workers->unsent++)
		task_at(workers, workers->unsent)->state = TASK_ENDED;
}

/* Takes in what has been answered, waiting for at least one reply if told to. */
static void
take_in(struct cdr_workers *workers, bool wait)
{
	struct pollfd watched[CDR_WORKERS_MAX];
	struct worker *busy[CDR_WORKERS_MAX];
	nfds_t n = 0;
	for (size_t i = 0; i < workers->n; i++) {
		if (workers->items[i].n == 0)
			continue;
		busy[n] = &workers->items[i];
		watched[n++] = (struct pollfd){ .fd = workers->items[i].fd, .events = POLLIN };
	}
	if (n == 0 || poll(watched, n, wait ? -1 : 0) <= 0)
		return;
	for (nfds_t i = 0; i < n; i++) {
		if (watched[i].revents)
			receive_batch(workers, busy[i]);
	}
}

/* ---------------------------------------------------------------------------------------------------------- forking */

/* Where it cannot be told, others are assumed. */
static bool
has_other_threads(void)
{
	size_t n = 0;
	DIR *tasks = opendir("/proc/self/task");
	if (!tasks)
		return true;
	for (struct dirent *entry = readdir(tasks); entry; entry = readdir(tasks))
		n += entry->d_name[0] != '.' ? 1 : 0;
	(void)closedir(tasks);
	return n != 1;
}

static bool
start_worker(struct worker *worker, cdr_worker_fn work, void *context)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	pid_t pid = fork();
	if (pid == 0)
		serve(ends[1], work, context);
	(void)close(ends[1]);
	if (pid < 0) {
		(void)close(ends[0]);
		return false;
	}
	*worker = (struct worker){ .pid = pid, .fd = ends[0] };
	return true;
}

/* ----------------------------------------------------------------------------------------------------------- public */

struct cdr_workers *
cdr_workers_free(struct cdr_workers *workers)
{
	if (!workers)
		return NULL;
	for (size_t i = 0; i < workers->n; i++)
		end_worker(workers, &workers->items[i]);
	for (uint64_t i = workers->oldest; i < workers->end; i++)
		cdr_buf_done(&task_at(workers, i)->text);
	cdr_buf_done(&workers->frame);
	cdr_free(workers->tasks);
	cdr_free(workers->items);
	cdr_free(workers);
	return NULL;
}

enum cdr_status
cdr_workers_new(size_t n, cdr_worker_fn work, void *context, struct cdr_workers **ret, struct cdr_error *err)
{
	if (n > CDR_WORKERS_MAX)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, NULL, "more than %d workers", CDR_WORKERS_MAX);
	cdr_owned(cdr_workers) workers = cdr_alloc(sizeof(*workers));
	if (!workers || !(workers->items = cdr_alloc((n + 1) * sizeof(*workers->items))) ||
	    !(workers->tasks = cdr_alloc(CDR_WORKERS_MAX_PENDING * sizeof(*workers->tasks))))
		return cdr_fail_memory(err, BASE_ROOM);
	workers->frame.max = FRAME_MAX_BYTES;
	bool alone = n > 0 && !has_other_threads();
	while (alone && workers->n < n && start_worker(&workers->items[workers->n], work, context))
		workers->n++;
	workers->n_alive = workers->n;
	*ret = cdr_steal(&workers);
	return CDR_OK;
}

size_t
cdr_workers_alive(const struct cdr_workers *workers)
{
	return workers->n_alive;
}

size_t
cdr_workers_pending(const struct cdr_workers *workers)
{
	return (size_t)(workers->end - workers->oldest);
}

enum cdr_status
cdr_workers_put(struct cdr_workers *workers, struct cdr_str request, struct cdr_error *err)
{
	if (workers->end - workers->oldest >= CDR_WORKERS_MAX_PENDING)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, NULL, "more than %d requests pending",
		                CDR_WORKERS_MAX_PENDING);
	struct task *task = task_at(workers, workers->end);
	*task = (struct task){ .text = { .max = FRAME_MAX_BYTES / BATCH - BATCH } };
	if (workers->n_alive)
		cdr_buf_add_str(&task->text, request);
	if (task->text.failed) {
		enum cdr_status status = cdr_buf_check(&task->text, BASE_ROOM, err);
		cdr_buf_done(&task->text);
		return status;
	}
	workers->end++;
	if (workers->end - workers->unsent >= BATCH * workers->n_alive)
		hand_out(workers);
	return CDR_OK;
}

void
cdr_workers_get(struct cdr_workers *workers, struct cdr_buf *reply, bool *ret_answered)
{
	cdr_require(workers->oldest < workers->end);
	struct task *task = task_at(workers, workers->oldest);
	take_in(workers, false);
	hand_out(workers);
	while (task->state != TASK_ENDED) {
		take_in(workers, true);
		hand_out(workers);
	}
	workers->oldest++;
	cdr_buf_done(reply);
	*ret_answered = task->answered;
	*reply = task->text;
	task->text = (struct cdr_buf){ 0 };
}

size_t
cdr_processors(void)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 0;
	return n > 0 ? (size_t)n : 1;
}
