/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replays a fuzzer's corpus without a fuzzing engine: every file of the folders given is one input, in order of name.
 * A crash, a sanitizer report or a leak is the failure; an empty corpus is one too, for it would prove nothing.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return 1;
	}
	static uint8_t bytes[1 << 20];
	size_t n = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	/* An exact-size copy, so that a read past the end is seen. */
	uint8_t *copy = malloc(n ? n : 1);
	if (!copy)
		return 1;
	memcpy(copy, bytes, n);
	(void)LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	return 0;
}

int
main(int argc, char **argv)
{
	int n_inputs = 0, failures = 0;
	for (int i = 1; i < argc; i++) {
		struct dirent **names = NULL;
		int n = scandir(argv[i], &names, NULL, alphasort);
		for (int k = 0; k < n; k++) {
			char path[4096];
			(void)snprintf(path, sizeof(path), "%s/%s", argv[i], names[k]->d_name);
			if (names[k]->d_name[0] != '.') {
				failures += run_file(path);
				n_inputs++;
			}
			free(names[k]);
		}
		free(names);
	}
	printf("%d inputs replayed\n", n_inputs);
	return n_inputs == 0 || failures ? 1 : 0;
}
