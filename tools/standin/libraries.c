/* Stand-ins for cuBLAS, cuBLASLt, cuDNN, cuFFT, cuSOLVER and cuSPARSE: each can be opened and asked for its
 * version and a handle. Every library gets this whole file; TensorFlow takes from each what is its own. */
#include "cards.h"

size_t cudnnGetVersion(void) { return 90501; }
size_t cudnnGetCudartVersion(void) { return CUDA_VERSION; }
const char *cudnnGetErrorString(int error) { return "error of a stand-in"; }
int cudnnGetProperty(int property, int *value) {
  const int version[] = {9, 5, 1};
  *value = version[property];
  return SUCCESS;
}
int cudnnCreate(void **handle) { return make_handle(handle); }
int cudnnDestroy(void *handle) { free(handle); return SUCCESS; }
int cudnnSetStream(void *handle, void *stream) { return SUCCESS; }

int cublasCreate_v2(void **handle) { return make_handle(handle); }
int cublasDestroy_v2(void *handle) { free(handle); return SUCCESS; }
int cublasSetStream_v2(void *handle, void *stream) { return SUCCESS; }
int cublasGetVersion_v2(void *handle, int *version) { *version = 120600; return SUCCESS; }
size_t cublasLtGetVersion(void) { return 120600; }
int cublasLtCreate(void **handle) { return make_handle(handle); }
int cublasLtDestroy(void *handle) { free(handle); return SUCCESS; }

int cusolverDnCreate(void **handle) { return make_handle(handle); }
int cusolverDnSetStream(void *handle, void *stream) { return SUCCESS; }
int cusparseCreate(void **handle) { return make_handle(handle); }
int cusparseSetStream(void *handle, void *stream) { return SUCCESS; }
