/** What the page about groups of people who read alike says in English. */
export const clusterWords = {
  clusters: {
    title: "Clusters",
    lead: "People who read alike, found in what they read rather than invented. A segment may ask for them: cluster: name.",
    off: "This playbook looks for none. Write clusters.yaml (how many, how often) and publish it.",
    notYet: "Not looked for yet. The first search begins within a minute of the playbook being in force.",
    tooFew: (least: string, views: string, found: string): string =>
      `At least ${least} people with ${views} page views are needed; ${found} were there. It is tried again every hour.`,
    madeAt: "Found",
    sample: "Among so many people",
    telling: "Everybody is being told their group; the numbers below are still growing.",
    people: "People",
    sizes: "How many people are in each",
    sizesNote: "As of the search. Who came later is in none until the next one.",
    group: "Cluster",
    readsMore: "What they read more of than everybody",
    reads: "What they read",
    theirs: "Theirs",
    everybody: "Everybody's",
    page: (name: string): string => `Pages: ${name}`,
    topic: (name: string): string => `Topic: ${name}`,
    alike: "They read what everybody reads.",
    next: "Looked for again",
  },
};
