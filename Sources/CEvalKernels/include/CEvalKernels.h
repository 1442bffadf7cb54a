#ifndef CEVALKERNELS_H
#define CEVALKERNELS_H

#include <stdint.h>

/// Rows in a panel: dimension by dimension, their coordinates stand side by side.
#define EVAL_PANEL_ROWS 16
/// Points in a tile: dimension by dimension, their coordinates stand side by side.
#define EVAL_TILE_POINTS 6

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

#endif
