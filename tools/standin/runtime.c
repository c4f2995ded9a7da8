/* Stand-in for CUDA's runtime, libcudart.so.12. */
#include "cards.h"

static __thread int current;

int cudaGetDevice(int *device) { *device = current; return SUCCESS; }
int cudaSetDevice(int device) { current = device; return SUCCESS; }
int cudaGetDeviceCount(int *count) { *count = card_count(); return SUCCESS; }
int cudaRuntimeGetVersion(int *version) { *version = CUDA_VERSION; return SUCCESS; }
int cudaDriverGetVersion(int *version) { *version = CUDA_VERSION; return SUCCESS; }
int cudaGetLastError(void) { return SUCCESS; }
int cudaPeekAtLastError(void) { return SUCCESS; }
const char *cudaGetErrorString(int error) { return "error of a stand-in"; }
const char *cudaGetErrorName(int error) { return "STAND_IN"; }
int cudaDeviceGetAttribute(int *value, int attribute, int device) {
  *value = card_attribute(attribute);
  return SUCCESS;
}

/* The beginning of cudaDeviceProp of CUDA 12: TensorFlow plans by the architecture, and by numbers of
 * which those further on are left at 0. */
struct properties {
  char name[256], uuid[16], luid[8];
  unsigned luid_device_node_mask;
  size_t total_global_memory, shared_memory_per_block;
  int registers_per_block, warp_size;
  size_t memory_pitch;
  int threads_per_block, threads_dimension[3], grid_size[3], clock_rate;
  size_t constant_memory;
  int major, minor;
  size_t texture_alignment, texture_pitch_alignment;
  int device_overlap, multiprocessors;
  char more[640];
};
_Static_assert(sizeof(struct properties) == 1032, "as large as CUDA's");

int cudaGetDeviceProperties_v2(struct properties *properties, int device) {
  memset(properties, 0, sizeof *properties);
  strcpy(properties->name, CARD_NAME);
  properties->total_global_memory = CARD_MEMORY;
  properties->shared_memory_per_block = card_attribute(8);
  properties->registers_per_block = card_attribute(12);
  properties->warp_size = card_attribute(10);
  properties->threads_per_block = card_attribute(1);
  properties->clock_rate = card_attribute(13);
  properties->major = COMPUTE_MAJOR;
  properties->minor = COMPUTE_MINOR;
  properties->multiprocessors = card_attribute(16);
  return SUCCESS;
}

int cudaMemGetInfo(size_t *available, size_t *total) {
  *available = CARD_MEMORY_FREE;
  *total = CARD_MEMORY;
  return SUCCESS;
}

int cudaMalloc(void **address, size_t bytes) { return allocate(address, bytes); }
int cudaFree(void *address) { free(address); return SUCCESS; }
int cudaMemcpy(void *to, const void *from, size_t n, int kind) {
  memcpy(to, from, n);
  return SUCCESS;
}
int cudaMemcpyAsync(void *to, const void *from, size_t n, int kind, void *stream) {
  return cudaMemcpy(to, from, n, kind);
}
int cudaMemset(void *to, int value, size_t n) { memset(to, value, n); return SUCCESS; }
int cudaMemsetAsync(void *to, int value, size_t n, void *stream) { return cudaMemset(to, value, n); }

int cudaStreamSynchronize(void *stream) { return SUCCESS; }
int cudaStreamIsCapturing(void *stream, int *is) { *is = 0; return SUCCESS; }
int cudaDeviceSynchronize(void) { return SUCCESS; }
int cudaEventCreateWithFlags(void **event, unsigned flags) { return make_handle(event); }
int cudaEventRecord(void *event, void *stream) { return SUCCESS; }
int cudaEventDestroy(void *event) { free(event); return SUCCESS; }

/* Kernels register when TensorFlow's library loads, and are not run. */
void **__cudaRegisterFatBinary(void *binary) {
  static void *handle;
  return &handle;
}
void __cudaRegisterFatBinaryEnd(void **handle) {}
void __cudaUnregisterFatBinary(void **handle) {}
void __cudaRegisterFunction(void) {}
void __cudaRegisterVar(void) {}
char __cudaInitModule(void **handle) { return 1; }
unsigned __cudaPushCallConfiguration(void) { return SUCCESS; }
int __cudaPopCallConfiguration(unsigned *grid, unsigned *block, size_t *shared, void **stream) {
  for (int i = 0; i < 3; i++) grid[i] = block[i] = 1;
  *shared = 0;
  *stream = NULL;
  return SUCCESS;
}
int cudaLaunchKernel(void) { return SUCCESS; }
int cudaFuncSetAttribute(void) { return SUCCESS; }
int cudaGetFuncBySymbol(void **function, const void *symbol) { return make_handle(function); }
int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(
    int *blocks, const void *function, int threads, size_t shared, unsigned flags) {
  *blocks = 4;
  return SUCCESS;
}
