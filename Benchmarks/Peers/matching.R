# One peer of CompareMatching: Rscript matching.R PEER FOLDER TREATED CONTROLS COVARIATES
#
# Prints, as JSON, the seconds of the work alone, the largest resident memory in MiB after it, the
# package's version, the pairs and the sum of their Mahalanobis distances under the covariance pooled
# within the arms (of a fit, none). Loading the package, and bringing the data into the form it takes,
# stand before the clock starts.

# The columns that CompareMatching wrote: covariates and, where there are any, exact keys.
read_cohort <- function(folder, treated, controls, covariates) {
  n <- treated + controls
  x <- matrix(readBin(file.path(folder, "covariates"), "double", n * covariates), n)
  colnames(x) <- paste0("x", seq_len(covariates))
  keys <- matrix(readBin(file.path(folder, "keys"), "double", n * 3), n)
  colnames(keys) <- c("sex", "ageBand", "region")[seq_len(ncol(keys))]
  frame <- data.frame(treated = rep(c(1, 0), c(treated, controls)), x, keys)
  list(x = x, frame = frame, formula = reformulate(colnames(x), "treated"))
}

# A match by MatchIt; inside a caliper on a score, by the Mahalanobis distance.
matchit_peer <- function(distance, order, exact = NULL, caliper = NULL, ratio = 1) {
  function(cohort) {
    within <- if (!is.null(caliper)) reformulate(colnames(cohort$x))
    seconds <- system.time(
      match <- MatchIt::matchit(
        cohort$formula, cohort$frame, distance = distance, mahvars = within, exact = exact,
        caliper = caliper, ratio = ratio, m.order = order)
    )[["elapsed"]]
    found <- match$match.matrix
    pairs <- cbind(rep(as.integer(rownames(found)), ncol(found)), as.integer(found))
    list(seconds = seconds, pairs = pairs[stats::complete.cases(pairs), , drop = FALSE])
  }
}

keys <- ~ sex + ageBand + region

matching_peer <- function(cohort) {
  # Weight 2 is Mahalanobis's; ties are broken, so that everyone has one control.
  seconds <- system.time(
    match <- Matching::Match(
      Tr = cohort$frame$treated, X = cohort$x, M = 1, replace = FALSE, ties = FALSE, Weight = 2,
      version = "fast")
  )[["elapsed"]]
  list(seconds = seconds, pairs = cbind(match$index.treated, match$index.control))
}

# The fit alone.
glm_peer <- function(cohort) {
  seconds <- system.time(stats::glm(cohort$formula, binomial, cohort$frame))[["elapsed"]]
  list(seconds = seconds, pairs = matrix(0L, 0, 2))
}

# Each peer's package and function of a cohort.
peers <- list(
  "matchit-mahalanobis" = list("MatchIt", matchit_peer("mahalanobis", "data")),
  "matchit-national" = list("MatchIt", matchit_peer("mahalanobis", "data", keys)),
  "matchit-caliper" = list("MatchIt", matchit_peer("glm", "largest", keys, 0.2, 3)),
  "matching" = list("Matching", matching_peer),
  "glm" = list("stats", glm_peer)
)

# The largest resident memory so far, in MiB.
peak_memory <- function() {
  line <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

total_distance <- function(cohort, pairs) {
  centred <- cohort$x
  for (arm in 0:1) {
    rows <- cohort$frame$treated == arm
    centred[rows, ] <- scale(centred[rows, ], scale = FALSE)
  }
  root <- chol(crossprod(centred) / (nrow(centred) - 2))
  gaps <- cohort$x[pairs[, 1], , drop = FALSE] - cohort$x[pairs[, 2], , drop = FALSE]
  sum(sqrt(colSums(backsolve(root, t(gaps), transpose = TRUE)^2)))
}

words <- commandArgs(trailingOnly = TRUE)
sizes <- as.numeric(words[3:5])
peer <- peers[[words[1]]]
suppressPackageStartupMessages(library(peer[[1]], character.only = TRUE))
cohort <- read_cohort(words[2], sizes[1], sizes[2], sizes[3])
found <- peer[[2]](cohort)
memory <- peak_memory()
cat(sprintf(
  '{"seconds": %.6f, "megabytes": %.1f, "version": "%s", "pairs": %d, "total": %.12g}\n',
  found$seconds, memory, utils::packageVersion(peer[[1]]), nrow(found$pairs),
  total_distance(cohort, found$pairs)))
