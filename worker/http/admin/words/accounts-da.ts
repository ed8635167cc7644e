import type { accountWords as english } from "./accounts-en.ts";

/** What the pages about companies say in Danish of their score, their people's parts in a purchase, and their segments. */
export const accountWords: typeof english = {
  accountScore: "Score",
  accountHottest: "Varmeste person",
  accountMost: (points) => `varmest ${points}`,
  accountScoreNote:
    "Scoren lægger adfærdspointene for alle, der arbejder der, sammen og falder som deres. Den regnes ud igen senest et minut efter, hvad de gør.",
  accountSegment: "Virksomhedssegment",
  accountOrder: "Rækkefølge",
  accountOrders: { seen: "Senest set først", score: "Højeste score først" },
  accountsByScore: "Virksomheder, højeste score først",
  buyingCentre: "Købscenter",
  buyingCentreCaption: "Roller i et køb, og hvem der har dem",
  buyingRole: "Rolle",
  buyingPeople: "Hvem",
  buyingGap: "Ingen kendt",
  buyingGaps: (roles) => `Endnu ikke kendt: ${roles}.`,
  buyingComplete: "Alle roller er kendt.",
  buyingMore: (people) => `og ${people} til`,
  accountSignals: "Signaler",
  accountSignal: { segment_entered: "Kom ind i", segment_left: "Forlod" },
  accountSignalBy: {
    event: "ved det, dens folk gjorde, eller det, der blev fortalt om den",
    time: "fordi point er faldet",
    publish: "ved en ny drejebog",
  },
  noAccountSignals: "Intet endnu. Her står, når virksomheden kommer ind i eller forlader et virksomhedssegment.",
};
