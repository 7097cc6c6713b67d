/** @module The site.yaml and policy.yaml that a new site begins with: valid, and allowing nothing until somebody says so. */

export function starterConfig(site: string): string {
  return `# What this site offers. What may be done with it stands in policy.yaml. Check both: muster agent check
site: ${site}

# Data sets by the names that tasks use. Files are relative to this one and never leave the site.
datasets: {}
#  digits: { type: idx, images: data/train-images-idx3-ubyte, labels: data/train-labels-idx1-ubyte }
#  flowers: { type: csv, file: data/flowers.csv }
`;
}

export function starterPolicy(): string {
  return `# What may be done with the data of this site. Nothing is allowed that does not stand here.
# After every change: raise the version, then sign: muster agent policy sign --by NAME
version: 1
# expires: 2027-12-31    # last day on which anything is allowed

purposes: {}             # what for, on which legal basis (letters of the GDPR)
#  sepsis-research: [6-1-e, 9-2-j]
#  unspecified: [not-personal]     # for tasks that name no purposeId
tasks: []                # names of tasks; * stands for any letters, as in 'mnist-*'
architectures: []        # mlp, cnn, logistic, layers
datasets: {}             # of site.yaml: those that tasks may use
#  digits: {}                                    # images
#  flowers: { columns: [width, height, species] } # of a table: without columns all of them
minCohort: 3             # fewest sites whose updates are added up together
maxRounds: 100
metrics: []              # figures that may leave: examples, accuracy, loss, confusion, norm, timing, progress
approval: first-of-task  # who decides besides: automatic, manual, first-of-task (muster agent pending)
`;
}
