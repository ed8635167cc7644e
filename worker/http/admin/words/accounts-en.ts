/** What the pages about companies say in English of their score, their people's parts in a purchase, and their segments. */
export const accountWords = {
  accountScore: "Score",
  accountHottest: "Hottest person",
  accountMost: (points: string): string => `hottest ${points}`,
  accountScoreNote:
    "The score adds up the behaviour points of everybody who works there, and fades like theirs. It is worked out again within a minute of what they do.",
  accountSegment: "Company segment",
  accountOrder: "Order",
  accountOrders: { seen: "Last seen first", score: "Highest score first" } as Record<string, string>,
  accountsByScore: "Companies, highest score first",
  buyingCentre: "Buying centre",
  buyingCentreCaption: "Roles in a purchase, and who plays them",
  buyingRole: "Role",
  buyingPeople: "Who",
  buyingGap: "Nobody known",
  buyingGaps: (roles: string): string => `Not known yet: ${roles}.`,
  buyingComplete: "Every role is known.",
  buyingMore: (people: string): string => `and ${people} more`,
  accountSignals: "Signals",
  accountSignal: { segment_entered: "Entered", segment_left: "Left" } as Record<string, string>,
  accountSignalBy: {
    event: "by what its people did or what was told of it",
    time: "because points have faded",
    publish: "by a new playbook",
  } as Record<string, string>,
  noAccountSignals: "Nothing yet. Entering and leaving a company segment is told here.",
};
