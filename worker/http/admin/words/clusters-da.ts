import type { clusterWords as en } from "./clusters-en.ts";

/** The same in Danish. */
export const clusterWords: typeof en = {
  clusters: {
    title: "Klynger",
    lead: "Personer, der læser det samme, fundet i det de læser og ikke fundet på. Et segment kan spørge efter dem: cluster: navn.",
    off: "Denne drejebog leder ikke efter nogen. Skriv clusters.yaml (hvor mange, hvor ofte), og udgiv den.",
    notYet: "Der er ikke ledt endnu. Den første søgning begynder inden for et minut, efter at drejebogen gælder.",
    tooFew: (least, views, found) =>
      `Der skal mindst ${least} personer med ${views} sidevisninger til; der var ${found}. Der prøves igen hver time.`,
    madeAt: "Fundet",
    sample: "Blandt så mange personer",
    telling: "Alle er ved at få deres klynge; tallene herunder vokser stadig.",
    people: "Personer",
    sizes: "Hvor mange personer der er i hver",
    sizesNote: "Som ved søgningen. Den, der kom senere, er ikke i nogen før den næste.",
    group: "Klynge",
    readsMore: "Hvad de læser mere af end alle",
    reads: "Hvad de læser",
    theirs: "Deres",
    everybody: "Alles",
    page: (name) => `Sider: ${name}`,
    topic: (name) => `Emne: ${name}`,
    alike: "De læser det, alle læser.",
    next: "Der ledes igen",
  },
};
