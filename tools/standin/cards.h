/* What the stand-ins have in common: cards that are not there. Every call of CUDA's that is defined
 * here and in the other files answers "success"; memory is the host's, copies are done at once, kernels
 * are not run. TensorFlow looks each function up by name when it first calls it, and takes one that is
 * missing for an error: so only those that it needs are here. */
#ifndef CARDS_H
#define CARDS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SUCCESS = 0, OUT_OF_MEMORY = 2, NOT_FOUND = 500 };

#define CUDA_VERSION 12060
#define CARD_NAME "Stand-in for a GPU"
#define CARD_MEMORY ((size_t)8 << 30)
#define CARD_MEMORY_FREE ((size_t)7 << 30)
#define COMPUTE_MAJOR 9
#define COMPUTE_MINOR 0

/* How many cards there are: STAND_IN_GPUS, or one. */
static inline int card_count(void) {
  const char *count = getenv("STAND_IN_GPUS");
  return count ? atoi(count) : 1;
}

/* Memory of a card, of the host, or a handle's: aligned as TensorFlow expects of a GPU. */
static inline int allocate(void **address, size_t bytes) {
  return posix_memalign(address, 256, bytes ? bytes : 1) ? OUT_OF_MEMORY : SUCCESS;
}

/* A stream, event, module or handle: an address of its own that nobody reads. */
static inline int make_handle(void **handle) {
  *handle = calloc(1, 64);
  return *handle ? SUCCESS : OUT_OF_MEMORY;
}

/* CUdevice_attribute and cudaDeviceAttr have the same numbers; the values are those of a large card. */
static inline int card_attribute(int attribute) {
  switch (attribute) {
    case 1: case 2: case 3: return 1024; /* threads of a block; of its x, y */
    case 4: return 64;                   /* z */
    case 5: return 2147483647;           /* blocks of a grid, x */
    case 6: case 7: return 65535;        /* y, z */
    case 8: return 48 << 10;             /* shared memory of a block */
    case 10: return 32;                  /* warp */
    case 12: case 82: return 65536;      /* registers of a block, of a multiprocessor */
    case 13: return 1500000;             /* clock, kHz */
    case 16: return 132;                 /* multiprocessors */
    case 36: return 2600000;             /* memory clock, kHz */
    case 37: return 5120;                /* memory bus, bits */
    case 38: return 50 << 20;            /* second-level cache */
    case 39: return 2048;                /* threads of a multiprocessor */
    case 75: return COMPUTE_MAJOR;
    case 76: return COMPUTE_MINOR;
    case 81: return 228 << 10;           /* shared memory of a multiprocessor */
    case 97: return 227 << 10;           /* the most of a block */
    case 106: return 32;                 /* blocks of a multiprocessor */
    default: return 0;
  }
}

#endif
