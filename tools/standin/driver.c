/* Stand-in for NVIDIA's driver, libcuda.so.1. */
#define _GNU_SOURCE
#include "cards.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

typedef unsigned long long device_pointer;

#define HOST(address) ((void *)(uintptr_t)(address))

/* Where STAND_IN_MAPS names a folder: what this process had mapped when it ended, as PID.maps. */
__attribute__((destructor)) static void tell_what_was_mapped(void) {
  const char *folder = getenv("STAND_IN_MAPS");
  FILE *maps = folder ? fopen("/proc/self/maps", "r") : NULL;
  if (!maps) return;
  char file[4096], *line = NULL;
  size_t capacity = 0;
  snprintf(file, sizeof file, "%s/%d.maps", folder, getpid());
  FILE *out = fopen(file, "w");
  while (out && getline(&line, &capacity, maps) > 0) fputs(line, out);
  if (out) fclose(out);
  fclose(maps);
  free(line);
}

int cuInit(unsigned flags) { return SUCCESS; }
int cuDriverGetVersion(int *version) { *version = CUDA_VERSION; return SUCCESS; }
int cuGetErrorName(int error, const char **name) { *name = "STAND_IN"; return SUCCESS; }
int cuGetErrorString(int error, const char **text) { *text = "error of a stand-in"; return SUCCESS; }
int cuGetExportTable(const void **table, const void *id) { *table = NULL; return NOT_FOUND; }

/* CUDA's own runtime looks the driver up in this way; version 2 of a function goes first. */
int cuGetProcAddress_v2(const char *name, void **function, int version, uint64_t flags, int *status) {
  char second[256];
  void *self = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD);
  snprintf(second, sizeof second, "%s_v2", name);
  *function = self ? dlsym(self, second) : NULL;
  if (self && !*function) *function = dlsym(self, name);
  if (status) *status = *function ? 0 : 1;
  return *function ? SUCCESS : NOT_FOUND;
}

int cuGetProcAddress(const char *name, void **function, int version, uint64_t flags) {
  return cuGetProcAddress_v2(name, function, version, flags, NULL);
}

/* Cards */
int cuDeviceGetCount(int *count) { *count = card_count(); return SUCCESS; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return SUCCESS; }
int cuDeviceGetName(char *name, int size, int device) { snprintf(name, size, CARD_NAME); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = CARD_MEMORY; return SUCCESS; }
int cuDeviceGetUuid_v2(char *uuid, int device) { memset(uuid, device + 1, 16); return SUCCESS; }
int cuDeviceCanAccessPeer(int *can, int one, int other) { *can = 0; return SUCCESS; }

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = card_attribute(attribute);
  return SUCCESS;
}

int cuDeviceComputeCapability(int *major, int *minor, int device) {
  *major = COMPUTE_MAJOR;
  *minor = COMPUTE_MINOR;
  return SUCCESS;
}

int cuDeviceGetPCIBusId(char *id, int size, int device) {
  snprintf(id, size, "0000:%02x:00.0", device + 1);
  return SUCCESS;
}

/* Contexts: card i's is the address i + 1. */
static __thread uintptr_t current = 1;

int cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active) {
  *flags = 0;
  *active = 0;
  return SUCCESS;
}

int cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags) { return SUCCESS; }
int cuDevicePrimaryCtxRelease_v2(int device) { return SUCCESS; }
int cuDevicePrimaryCtxRetain(void **context, int device) {
  *context = HOST(device + 1);
  return SUCCESS;
}

int cuCtxGetCurrent(void **context) { *context = HOST(current); return SUCCESS; }
int cuCtxSetCurrent(void *context) { current = (uintptr_t)context; return SUCCESS; }
int cuCtxGetDevice(int *device) { *device = (int)current - 1; return SUCCESS; }
int cuCtxSynchronize(void) { return SUCCESS; }
int cuCtxEnablePeerAccess(void *context, unsigned flags) { return SUCCESS; }
int cuCtxGetStreamPriorityRange(int *least, int *greatest) {
  *least = 0;
  *greatest = -5;
  return SUCCESS;
}

/* Memory */
int cuMemGetInfo_v2(size_t *available, size_t *total) {
  *available = CARD_MEMORY_FREE;
  *total = CARD_MEMORY;
  return SUCCESS;
}

int cuMemAlloc_v2(device_pointer *address, size_t bytes) {
  void *memory;
  int status = allocate(&memory, bytes);
  *address = (uintptr_t)memory;
  return status;
}

int cuMemFree_v2(device_pointer address) { free(HOST(address)); return SUCCESS; }
int cuMemHostAlloc(void **address, size_t bytes, unsigned flags) { return allocate(address, bytes); }
int cuMemAllocHost_v2(void **address, size_t bytes) { return allocate(address, bytes); }
int cuMemFreeHost(void *address) { free(address); return SUCCESS; }
int cuMemHostRegister_v2(void *address, size_t bytes, unsigned flags) { return SUCCESS; }
int cuMemHostUnregister(void *address) { return SUCCESS; }

static int copy(void *to, const void *from, size_t bytes) {
  memcpy(to, from, bytes);
  return SUCCESS;
}

int cuMemcpyHtoD_v2(device_pointer to, const void *from, size_t n) { return copy(HOST(to), from, n); }
int cuMemcpyDtoH_v2(void *to, device_pointer from, size_t n) { return copy(to, HOST(from), n); }
int cuMemcpyDtoD_v2(device_pointer to, device_pointer from, size_t n) { return copy(HOST(to), HOST(from), n); }
int cuMemcpyHtoDAsync_v2(device_pointer to, const void *from, size_t n, void *stream) {
  return copy(HOST(to), from, n);
}
int cuMemcpyDtoHAsync_v2(void *to, device_pointer from, size_t n, void *stream) {
  return copy(to, HOST(from), n);
}
int cuMemcpyDtoDAsync_v2(device_pointer to, device_pointer from, size_t n, void *stream) {
  return copy(HOST(to), HOST(from), n);
}

int cuMemsetD8_v2(device_pointer to, unsigned char value, size_t n) {
  memset(HOST(to), value, n);
  return SUCCESS;
}
int cuMemsetD8Async(device_pointer to, unsigned char value, size_t n, void *stream) {
  return cuMemsetD8_v2(to, value, n);
}
int cuMemsetD32_v2(device_pointer to, unsigned value, size_t n) {
  for (size_t i = 0; i < n; i++) ((unsigned *)HOST(to))[i] = value;
  return SUCCESS;
}
int cuMemsetD32Async(device_pointer to, unsigned value, size_t n, void *stream) {
  return cuMemsetD32_v2(to, value, n);
}

int cuPointerGetAttribute(void *value, int attribute, device_pointer address) {
  *(int *)value = 2; /* of a card */
  return SUCCESS;
}

/* Streams and events: whatever was asked for is done already. */
int cuStreamCreate(void **stream, unsigned flags) { return make_handle(stream); }
int cuStreamCreateWithPriority(void **stream, unsigned flags, int priority) { return make_handle(stream); }
int cuStreamDestroy_v2(void *stream) { free(stream); return SUCCESS; }
int cuStreamSynchronize(void *stream) { return SUCCESS; }
int cuStreamQuery(void *stream) { return SUCCESS; }
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { return SUCCESS; }
int cuEventCreate(void **event, unsigned flags) { return make_handle(event); }
int cuEventDestroy_v2(void *event) { free(event); return SUCCESS; }
int cuEventRecord(void *event, void *stream) { return SUCCESS; }
int cuEventQuery(void *event) { return SUCCESS; }
int cuEventSynchronize(void *event) { return SUCCESS; }

int cuLaunchHostFunc(void *stream, void (*function)(void *), void *data) {
  function(data);
  return SUCCESS;
}

int cuStreamAddCallback(void *stream, void (*function)(void *, int, void *), void *data, unsigned flags) {
  function(stream, SUCCESS, data);
  return SUCCESS;
}

/* Kernels: found, and not run. */
int cuModuleLoadData(void **module, const void *image) { return make_handle(module); }
int cuModuleLoadFatBinary(void **module, const void *image) { return make_handle(module); }
int cuModuleUnload(void *module) { free(module); return SUCCESS; }
int cuModuleGetFunction(void **function, void *module, const char *name) { return make_handle(function); }
int cuFuncGetAttribute(int *value, int attribute, void *function) { *value = 0; return SUCCESS; }
int cuFuncSetAttribute(void *function, int attribute, int value) { return SUCCESS; }
int cuFuncSetCacheConfig(void *function, int config) { return SUCCESS; }
int cuLaunchKernel(void) { return SUCCESS; }
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *function, int threads, size_t shared) {
  *blocks = 4;
  return SUCCESS;
}
