#include "CEvalKernels.h"

#include <stdbool.h>
#include <string.h>

typedef uint8_t Bytes __attribute__((vector_size(EVAL_MARK_BYTES)));
typedef bool Bits __attribute__((ext_vector_type(EVAL_MARK_BYTES)));

void eval_mark_separators(const uint8_t *bytes, int64_t count, uint64_t *marks) {
  for (int64_t start = 0; start < count; start += EVAL_MARK_BYTES) {
    // What lies behind the end is no separator.
    Bytes own = {0};
    if (count - start >= EVAL_MARK_BYTES) {
      memcpy(&own, bytes + start, sizeof own);
    } else {
      memcpy(&own, bytes + start, (size_t)(count - start));
    }
    Bits found = __builtin_convertvector(
        (own == ',') | (own == '"') | (own == '\n') | (own == '\r'), Bits);
    memcpy(marks++, &found, sizeof *marks);
  }
}
