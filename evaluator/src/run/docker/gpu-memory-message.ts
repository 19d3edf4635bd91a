/**
 * What libraries print when a GPU has no memory left. Each names its class or status code, since "out of memory" alone
 * may as well be the host's.
 */
const MESSAGES = [
  // PyTorch: torch.OutOfMemoryError, torch.cuda.OutOfMemoryError
  /CUDA out of memory|(torch|cuda)\.OutOfMemoryError|CUDA error: out of memory/,
  // CUDA driver and runtime, also as PyCUDA and Numba print them
  /CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|cuMemAlloc\w* failed: out of memory/,
  // cuBLAS, cuDNN, cuFFT, cuSOLVER, cuSPARSE
  /(CUBLAS|CUDNN|CUSOLVER|CUSPARSE)_STATUS_ALLOC_FAILED|CUFFT_ALLOC_FAILED/,
  // ONNX Runtime: its CUDA calls, and its arena, which a phase with a GPU fills with device memory
  /CUDA failure 2: out of memory|BFCArena::AllocateRawInternal|Failed to allocate memory for requested buffer of size/,
  // TensorFlow and JAX
  /OOM when allocating tensor|ResourceExhaustedError|RESOURCE_EXHAUSTED: .*(out of memory|failed to allocate)/i,
  // TensorRT, CuPy
  /Requested amount of GPU memory .* could not be allocated|OutOfMemory \(no further information\)|cupy\.cuda\.memory\.OutOfMemoryError/,
];

/** Whether a log's end says that the GPU's memory ran out. */
export function saysGpuMemoryRanOut(log: string): boolean {
  return MESSAGES.some((message) => message.test(log));
}
