#include "CEvalKernels.h"

// Eight floats: one register of AVX2, two of SSE2 or NEON.
typedef float Lanes __attribute__((vector_size(32)));
// The same where it stands in memory, on no boundary of its own.
typedef float StoredLanes __attribute__((vector_size(32), aligned(4)));
typedef int64_t Words __attribute__((vector_size(32)));

enum { HALVES = EVAL_PANEL_ROWS / 8 };

// Panels at a time: with 20 coordinates 80 KiB, which stay in a core's second cache while all tiles
// pass over them.
enum { CHUNK_BYTES = 80 * 1024 };

// Macros, since a function that takes or returns a register wider than the baseline's changes its
// calling convention with the target.
#define LANES(value) ((Lanes){value, value, value, value, value, value, value, value})
#define ANY(words) ((words)[0] | (words)[1] | (words)[2] | (words)[3])

// Puts the rows of one panel below a point's last value into its list.
static __attribute__((noinline)) void enter(
    const float *found, int64_t first, int64_t length, float *values, int32_t *rows) {
  for (int64_t lane = 0; lane < EVAL_PANEL_ROWS; lane++) {
    float value = found[lane];
    if (!(value < values[length - 1])) continue;
    int64_t place = length - 1;
    while (place > 0 && values[place - 1] > value) {
      values[place] = values[place - 1];
      rows[place] = rows[place - 1];
      place--;
    }
    values[place] = value;
    rows[place] = (int32_t)(first + lane);
  }
}

// One tile of points over one panel.
static inline __attribute__((always_inline)) void tile(
    const float *panel, const float *starts, const float *points, int64_t dimension, int64_t first,
    int64_t length, float *values, int32_t *rows) {
  Lanes sums[EVAL_TILE_POINTS][HALVES];
  for (int half = 0; half < HALVES; half++) {
    Lanes start = *(const StoredLanes *)(starts + 8 * half);
#pragma clang loop unroll(full)
    for (int point = 0; point < EVAL_TILE_POINTS; point++) sums[point][half] = start;
  }
  for (int64_t axis = 0; axis < dimension; axis++) {
    Lanes low = *(const StoredLanes *)panel;
    Lanes high = *(const StoredLanes *)(panel + 8);
#pragma clang loop unroll(full)
    for (int point = 0; point < EVAL_TILE_POINTS; point++) {
      Lanes factor = LANES(points[point]);
      sums[point][0] += low * factor;
      sums[point][1] += high * factor;
    }
    panel += EVAL_PANEL_ROWS;
    points += EVAL_TILE_POINTS;
  }
#pragma clang loop unroll(full)
  for (int point = 0; point < EVAL_TILE_POINTS; point++) {
    float limit = values[point * length + length - 1];
    Lanes last = LANES(limit);
    Words below = (Words)((sums[point][0] < last) | (sums[point][1] < last));
    if (ANY(below)) {
      enter(
          (const float *)sums[point], first, length, values + point * length, rows + point * length);
    }
  }
}

static inline __attribute__((always_inline)) void offer(
    const float *panels, const float *starts, int64_t from, int64_t to, const float *points,
    int64_t tile_count, int64_t dimension, int64_t length, float *values, int32_t *rows) {
  int64_t stride = dimension * EVAL_PANEL_ROWS;
  int64_t chunk = CHUNK_BYTES / (stride * (int64_t)sizeof(float));
  if (chunk < 1) chunk = 1;
  for (int64_t start = from; start < to; start += chunk) {
    int64_t end = start + chunk < to ? start + chunk : to;
    for (int64_t number = 0; number < tile_count; number++) {
      int64_t place = number * EVAL_TILE_POINTS;
      for (int64_t panel = start; panel < end; panel++) {
        tile(
            panels + panel * stride, starts + panel * EVAL_PANEL_ROWS, points + place * dimension,
            dimension, panel * EVAL_PANEL_ROWS, length, values + place * length,
            rows + place * length);
      }
    }
  }
}

static void offer_baseline(
    const float *panels, const float *starts, int64_t from, int64_t to, const float *points,
    int64_t tile_count, int64_t dimension, int64_t length, float *values, int32_t *rows) {
  offer(panels, starts, from, to, points, tile_count, dimension, length, values, rows);
}

#if defined(__x86_64__)
static __attribute__((target("avx2,fma"))) void offer_avx2(
    const float *panels, const float *starts, int64_t from, int64_t to, const float *points,
    int64_t tile_count, int64_t dimension, int64_t length, float *values, int32_t *rows) {
  offer(panels, starts, from, to, points, tile_count, dimension, length, values, rows);
}
#endif

EvalInstructions eval_instructions(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return EvalAVX2;
#endif
  return EvalBaseline;
}

void eval_offer_rows(
    EvalInstructions instructions, const float *panels, const float *starts, int64_t from, int64_t to,
    const float *points, int64_t tile_count, int64_t dimension, int64_t length, float *values,
    int32_t *rows) {
#if defined(__x86_64__)
  if (instructions == EvalAVX2) {
    offer_avx2(panels, starts, from, to, points, tile_count, dimension, length, values, rows);
    return;
  }
#endif
  offer_baseline(panels, starts, from, to, points, tile_count, dimension, length, values, rows);
}
