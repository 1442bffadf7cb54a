import EvalStats

/// A small random study in which recent use raises the chance of being taken on.
func randomStudy(seed: UInt64, people count: Int) -> HandMadeStudy {
  var generator = SeededGenerator(seed: seed)
  let people = (0..<count).map { _ in
    let frailty = generator.gamma(shape: 1)
    var person = HandMadeStudy.Person()
    person.birth = day(-365 * 50 - generator.integer(below: 365 * 40))
    person.sex = generator.bernoulli(0.5) ? "F" : "M"
    person.from = day(-1_000 + generator.integer(below: 800))
    if generator.bernoulli(0.2) { person.to = day(-100 + generator.integer(below: 600)) }
    if generator.bernoulli(0.1) { person.death = day(-100 + generator.integer(below: 600)) }
    person.deprivation = Double(1 + generator.integer(below: 10))
    person.network = ["north", "south", "east"][generator.integer(below: 3)]
    person.attendances = (0..<generator.poisson(mean: 2 * frailty)).map { _ in
      day(-400 + generator.integer(below: 900))
    }
    if generator.bernoulli(min(0.5, 0.08 * frailty)) {
      person.index = day(generator.integer(below: 120))
    } else if generator.bernoulli(0.05) {
      person.index = day(300 + generator.integer(below: 300))
    }
    return person
  }
  return HandMadeStudy(people: people)
}
