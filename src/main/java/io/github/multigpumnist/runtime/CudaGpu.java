package io.github.multigpumnist.runtime;

/**
 * A GPU as NVIDIA's driver shows it to this process.
 *
 * @param index its number here, from 0; {@code CUDA_VISIBLE_DEVICES} changes the numbers
 * @param name such as {@code NVIDIA H200}
 * @param memoryBytes all of its memory, in bytes
 * @param computeCapability such as {@code 9.0}
 */
public record CudaGpu(int index, String name, long memoryBytes, String computeCapability) {}
