#ifndef CEVALKERNELS_H
#define CEVALKERNELS_H

#include <stdint.h>

/// Rows in a panel: dimension by dimension, their coordinates stand side by side.
#define EVAL_PANEL_ROWS 16
/// Points in a tile: dimension by dimension, their coordinates stand side by side.
#define EVAL_TILE_POINTS 6

/// Rows in a block: column by column, their values stand side by side.
#define EVAL_BLOCK_ROWS 256

/// Bytes that share a word of marks, one bit each.
#define EVAL_MARK_BYTES 64

/// The instruction set that serves.
typedef enum { EvalBaseline = 0, EvalAVX2 = 1 } EvalInstructions;

/// The best instruction set of this processor.
EvalInstructions eval_instructions(void);

/// Offers the rows of some panels to the lists of some points.
///
/// A row's value for a point is its start plus the sum of products of its coordinates with the
/// point's; it enters the point's list where it is below the last of it.
///
/// - panels: panel p holds `dimension` times EVAL_PANEL_ROWS floats from p · dimension · EVAL_PANEL_ROWS.
/// - starts: EVAL_PANEL_ROWS a panel; infinity for a row that is not to be offered.
/// - from, to: the panels to offer.
/// - points: tile t holds `dimension` times EVAL_TILE_POINTS floats.
/// - length: entries of a list, at least 1.
/// - values, rows: `length` entries a point, ascending; to begin with infinity and -1.
void eval_offer_rows(
    EvalInstructions instructions, const float *panels, const float *starts, int64_t from, int64_t to,
    const float *points, int64_t tile_count, int64_t dimension, int64_t length, float *values,
    int32_t *rows);

/// The products of a block of rows with a matrix, axis by axis.
///
/// Every product is the sum over the columns in their order, each multiplication and each addition
/// rounded, so that it depends neither on the instruction set nor on where a row stands.
///
/// - columns, products: EVAL_BLOCK_ROWS doubles a column and an axis.
/// - matrix: `column_count` doubles an axis.
/// - row_count: at most EVAL_BLOCK_ROWS; rows up to the next multiple of 8 are worked out too.
void eval_transform_rows(
    EvalInstructions instructions, const double *columns, int64_t column_count, const double *matrix,
    int64_t dimension, int64_t row_count, double *products);

/// Marks the commas, quotes and line breaks (LF, CR) in bytes.
///
/// - marks: one word for EVAL_MARK_BYTES bytes, the last for what is left; the lowest bit is the first
///   byte's.
void eval_mark_separators(const uint8_t *bytes, int64_t count, uint64_t *marks);

/// Begins to fetch the memory at an address, without waiting for it.
static inline void eval_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
