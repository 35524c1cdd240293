/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the daemon's roles share. */

#include "candor/base.h"
#include "candor/screen.h"

#define ROOM "candord"

enum daemon_exit { EXIT_CLEAN = 0, EXIT_USAGE = 2, EXIT_TROUBLE = 4, EXIT_DEFECT = 5 };

struct daemon_options {
	char store[4096];
	char address[64];
	uint16_t port;
	const char *unix_socket;
	unsigned threads;
	bool fetch; /* lists are fetched when they are due */
};

/* One line on standard error, with a syslog priority when it goes to the journal. */
void
daemon_log(int priority, const char *format, ...) CDR_PRINTF(2, 3);
#define LOG_PRIORITY_ERROR 3
#define LOG_PRIORITY_NOTICE 5
#define LOG_PRIORITY_INFO 6

/* The roles: each runs in a process of its own until it is told to stop, and returns its exit status. */
int
role_http(const struct daemon_options *options, const struct cdr_screen_setup *setup);
int
role_worker(const struct daemon_options *options, const struct cdr_screen_setup *setup);
int
role_fetch(const struct daemon_options *options, const struct cdr_screen_setup *setup);
