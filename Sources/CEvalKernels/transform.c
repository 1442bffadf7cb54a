#include "CEvalKernels.h"

// Four doubles: one register of AVX2, two of SSE2 or NEON.
typedef double Pack __attribute__((vector_size(32)));
// The same where it stands in memory, on no boundary of its own.
typedef double StoredPack __attribute__((vector_size(32), aligned(8)));

enum { AXES = 4, PACKS = 2 };

// Some axes of eight rows: the sums stay in registers while the columns go by.
static inline __attribute__((always_inline)) void tile(
    const double *columns, int64_t column_count, const double *matrix, int axes, double *products) {
// A fused multiply-add rounds once where two operations round twice.
#pragma clang fp contract(off)
  Pack sums[AXES][PACKS];
  for (int axis = 0; axis < axes; axis++) {
    for (int pack = 0; pack < PACKS; pack++) sums[axis][pack] = (Pack){0, 0, 0, 0};
  }
  for (int64_t column = 0; column < column_count; column++) {
    Pack low = *(const StoredPack *)(columns + column * EVAL_BLOCK_ROWS);
    Pack high = *(const StoredPack *)(columns + column * EVAL_BLOCK_ROWS + 4);
    for (int axis = 0; axis < axes; axis++) {
      double weight = matrix[axis * column_count + column];
      Pack weights = {weight, weight, weight, weight};
      sums[axis][0] += weights * low;
      sums[axis][1] += weights * high;
    }
  }
  for (int axis = 0; axis < axes; axis++) {
    *(StoredPack *)(products + axis * EVAL_BLOCK_ROWS) = sums[axis][0];
    *(StoredPack *)(products + axis * EVAL_BLOCK_ROWS + 4) = sums[axis][1];
  }
}

static inline __attribute__((always_inline)) void transform(
    const double *columns, int64_t column_count, const double *matrix, int64_t dimension,
    int64_t row_count, double *products) {
  int64_t axis = 0;
  for (; axis + AXES <= dimension; axis += AXES) {
    for (int64_t row = 0; row < row_count; row += 8) {
      tile(
          columns + row, column_count, matrix + axis * column_count, AXES,
          products + axis * EVAL_BLOCK_ROWS + row);
    }
  }
  for (; axis < dimension; axis++) {
    for (int64_t row = 0; row < row_count; row += 8) {
      tile(
          columns + row, column_count, matrix + axis * column_count, 1,
          products + axis * EVAL_BLOCK_ROWS + row);
    }
  }
}

static void transform_baseline(
    const double *columns, int64_t column_count, const double *matrix, int64_t dimension,
    int64_t row_count, double *products) {
  transform(columns, column_count, matrix, dimension, row_count, products);
}

#if defined(__x86_64__)
static __attribute__((target("avx2"))) void transform_avx2(
    const double *columns, int64_t column_count, const double *matrix, int64_t dimension,
    int64_t row_count, double *products) {
  transform(columns, column_count, matrix, dimension, row_count, products);
}
#endif

void eval_transform_rows(
    EvalInstructions instructions, const double *columns, int64_t column_count, const double *matrix,
    int64_t dimension, int64_t row_count, double *products) {
#if defined(__x86_64__)
  if (instructions == EvalAVX2) {
    transform_avx2(columns, column_count, matrix, dimension, row_count, products);
    return;
  }
#endif
  transform_baseline(columns, column_count, matrix, dimension, row_count, products);
}
