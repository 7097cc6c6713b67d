/** @module The site.yaml that a new site begins with: valid, and allowing nothing until somebody says so. */

export function starterConfig(site: string): string {
  return `# What this site offers and what it allows. Check it: muster agent check
site: ${site}

# Data sets by the names that tasks use. Files are relative to this one and never leave the site.
datasets: {}
#  digits: { type: idx, images: data/train-images-idx3-ubyte, labels: data/train-labels-idx1-ubyte }
#  flowers: { type: csv, file: data/flowers.csv }

# Nothing is allowed that does not stand here. Raise the version with every change.
policy:
  version: 1
  tasks: []              # names of tasks; * stands for any letters, as in 'mnist-*'
  architectures: []      # mlp, cnn, logistic, layers
  minCohort: 3           # fewest sites whose updates are added up together
  maxRounds: 100
  metrics: []            # figures that may leave: examples, accuracy, loss, confusion, norm, timing, progress
`;
}
