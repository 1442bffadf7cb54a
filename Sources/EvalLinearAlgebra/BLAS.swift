internal import COpenBLAS

/// The one door to BLAS.
///
/// OpenBLAS runs on one thread: the last bits of its products depend on the number of threads, and
/// ours must not. Callers that want more cores split rows into blocks of fixed size themselves.
enum BLAS {
  /// Evaluated once, before the first product.
  static let ready: Void = openblas_set_num_threads(1)
}
