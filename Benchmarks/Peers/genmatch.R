# Genetic matching by GenMatch of the package Matching (Debian: r-cran-matching), to stand beside the
# benchmark "genetic matching": seconds and the largest |standardised difference| reached.
#
#   Rscript Benchmarks/Peers/genmatch.R [population] [generations] [seed]
suppressMessages(library(Matching))
given <- as.integer(commandArgs(trailingOnly = TRUE))
settings <- c(1000L, 10L, 1L)
settings[seq_along(given)] <- given
people <- read.csv("SampleData/nsw/lalonde.csv")
covariates <- model.matrix(~ age + educ + race + married + nodegree + re74 + re75, people)[, -1]
set.seed(settings[3])
seconds <- system.time(
  found <- suppressWarnings(GenMatch(
    Tr = people$treat, X = covariates, pop.size = settings[1], max.generations = settings[2],
    print.level = 0, unif.seed = settings[3], int.seed = settings[3])))["elapsed"]
pairs <- Match(Tr = people$treat, X = covariates, Weight.matrix = found)
difference <- function(x) {
  gap <- weighted.mean(x[pairs$index.treated], pairs$weights) -
    weighted.mean(x[pairs$index.control], pairs$weights)
  abs(gap) / sd(x[people$treat == 1])
}
cat(sprintf("GenMatch, population %d, %d generations: %.1f s, largest |SMD| %.4f\n",
  settings[1], settings[2], seconds, max(apply(covariates, 2, difference))))
