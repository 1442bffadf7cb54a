# One peer of CompareMatching: Rscript matching.R matchit|matching FOLDER TREATED CONTROLS COVARIATES
#
# Mahalanobis distance, greedy 1:1 without replacement in the order of the data. Prints, as JSON, the
# seconds of the match alone, the pairs and the sum of their distances under the covariance pooled
# within the arms, and the largest resident memory in MiB.
words <- commandArgs(trailingOnly = TRUE)
peer <- words[1]
sizes <- as.numeric(words[3:5])
n <- sizes[1] + sizes[2]
x <- matrix(readBin(file.path(words[2], "covariates"), "double", n * sizes[3]), n)
colnames(x) <- paste0("x", seq_len(ncol(x)))
treated <- rep(c(1, 0), sizes[1:2])

if (peer == "matchit") {
  suppressMessages(library(MatchIt))
  data <- data.frame(treated, x)
  formula <- reformulate(colnames(x), "treated")
  seconds <- system.time(
    match <- matchit(formula, data, method = "nearest", distance = "mahalanobis", m.order = "data")
  )[["elapsed"]]
  pairs <- cbind(
    as.integer(rownames(match$match.matrix)), as.integer(match$match.matrix[, 1]))
} else {
  suppressMessages(library(Matching))
  # Weight 2 is Mahalanobis's; ties are broken, so that everyone has one control.
  seconds <- system.time(
    match <- Match(
      Tr = treated, X = x, M = 1, replace = FALSE, ties = FALSE, Weight = 2, version = "fast")
  )[["elapsed"]]
  pairs <- cbind(match$index.treated, match$index.control)
}

pairs <- pairs[stats::complete.cases(pairs), , drop = FALSE]
centred <- x
for (arm in 0:1) {
  rows <- treated == arm
  centred[rows, ] <- scale(x[rows, ], scale = FALSE)
}
root <- chol(crossprod(centred) / (n - 2))
gaps <- backsolve(root, t(x[pairs[, 1], ] - x[pairs[, 2], ]), transpose = TRUE)
status <- readLines("/proc/self/status")
memory <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) / 1024
cat(sprintf(
  '{"seconds": %.6f, "pairs": %d, "total": %.12g, "megabytes": %.1f}\n', seconds, nrow(pairs),
  sum(sqrt(colSums(gaps^2))), memory))
