/* SPDX-License-Identifier: Apache-2.0 */
/* The progress bar: on standard error, at most five times a second, only when a person is looking (a terminal). */
#include "cli/cli-impl.h"

#include <unistd.h>

#define BAR_WIDTH 30
#define REDRAW_MS 200

static bool
draw(void *context, const char *label, uint64_t done, uint64_t total)
{
	struct cli *cli = context;
	int64_t now = cdr_time_monotonic_ms();
	if (now - cli->progress_shown_ms < REDRAW_MS && done < total)
		return true;
	cli->progress_shown_ms = now;
	cli->progress_open = true;
	if (total == 0) {
		fprintf(stderr, "\r\033[K%s %llu", label, (unsigned long long)done);
		return true;
	}
	uint64_t filled = done >= total ? BAR_WIDTH : done * BAR_WIDTH / total;
	fprintf(stderr, "\r\033[K%s [", label);
	for (uint64_t i = 0; i < BAR_WIDTH; i++)
		(void)fputc(i < filled ? '#' : '.', stderr);
	fprintf(stderr, "] %llu/%llu", (unsigned long long)done, (unsigned long long)total);
	return true;
}

void
cli_progress_init(struct cli *cli)
{
	if (isatty(STDERR_FILENO))
		cli->progress = (struct cdr_progress){ draw, cli };
}

void
cli_progress_clear(struct cli *cli)
{
	if (cli->progress_open)
		fprintf(stderr, "\r\033[K");
	cli->progress_open = false;
}
