import type { Network, NetworkKind } from "../events/event.ts";
import { cleanOrganization } from "./names.ts";

/** A network of which is known what sort it is, and the domain that a list may have for it. */
export interface KnownNetwork extends Network {
  kind: NetworkKind;
  domain?: string;
}

/** The network that Cloudflare tells of. */
export function classified({ asn, organization }: Network): KnownNetwork {
  const name = cleanOrganization(organization);
  return { ...(asn === undefined ? {} : { asn }), organization: name, kind: classify(name, asn) };
}

/**
 * What sort of network it is that an organization announces, by its name as registries write it and, where that does not
 * tell, by its number. Only a `company` tells where a visitor works; so whatever may as well be somebody's connection
 * to the internet, or a machine in a data centre, is none.
 */
export function classify(organization: string, asn?: number): NetworkKind {
  const known = asn === undefined ? undefined : BY_NUMBER[asn];
  if (known) return known;
  // Punctuation between letters is part of some names (T-Mobile, one.com) and stays.
  const name = ` ${organization.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()} `;
  for (const [kind, pattern] of KINDS) if (pattern.test(name)) return kind;
  return /\p{L}{2}/u.test(name) ? "company" : "provider";
}

/** Networks whose owner's name says nothing about what they are. */
const BY_NUMBER: Record<number, NetworkKind> = {
  714: "company", // Apple
  12322: "provider", // Free (Iliad)
  39351: "vpn", // 31173 Services, which is Mullvad's
  49399: "vpn",
  214813: "vpn",
  44034: "mobile", // Hi3G, known as 3
  136787: "vpn", // PacketHub, which is NordVPN's
  141039: "vpn",
  147049: "vpn",
  207137: "vpn",
  209854: "vpn", // Cyberzone, which is Surfshark's
};

/** Patterns, separated by commas: `parts` fit anywhere in a name, `words` only whole words of it. */
const parts = (list: string): RegExp => new RegExp(listed(list), "u");
const words = (list: string): RegExp => new RegExp(`(?<![a-z0-9])(?:${listed(list)})(?![a-z0-9])`, "u");
const listed = (list: string): string => list.trim().split(/,\s*/).join("|");

/** The first that fits says it. */
const KINDS: [NetworkKind, RegExp][] = [
  [
    "vpn",
    parts(String.raw`
      vpn, mullvad, packethub, m247, datacamp, surfshark, windscribe, private internet, proton ?ag, proxy,
      anonym, tor exit
    `),
  ],
  [
    "hosting",
    parts(String.raw`
      host(?!el), hosting, datacent(er|re), data[ -]?cent(er|re|rum), rechenzentrum, cloud, colo(cation|c|x),
      (?<!ob|con|re)server, dedicated, hetzner, digital ?ocean, linode, akamai, fastly, leaseweb, scaleway,
      contabo, choopa, vultr, constant company, godaddy, ionos, hostinger, netcup, equinix, digital realty,
      rackspace, alibaba, aliyun, tencent, amazon, google, microsoft, incapsula, imperva, quadranet, zenlayer,
      clouvider, worldstream, nforce, performive, unified layer, new dream network, team\.?blue, one\.com, itm8,
      zitcom, sentia, simply\.com, netic a/s, serverius, gcore, g-core, strato ag, data ?processing
    `),
  ],
  [
    "hosting",
    words(String.raw`
      vps, cdn, ovh\w*, aws, azure, oracle, yandex, upcloud, idc, saas, iaas, dns, aruba
    `),
  ],
  [
    "education",
    parts(String.raw`
      universit, univerz, uniwersy, hogeschool, hochschule, hojskole, hogskol, college, academi(c|a ),
      institutes? (of|for) (\w+ )*technology, school, schule, skole(?!gade), escola, escuela, ecole, educat,
      campus, gymnasi, research network, forschungsnetz, sunet, surf b\.v, jisc, student
    `),
  ],
  [
    "public",
    parts(String.raw`
      ministr(y|ies), ministeri, department of, dept\.? of, government,
      federal (aviation|bureau|office|reserve|institution|service|agency), governor, parliament, municipal,
      kommun(e|er|es|en)?\b, region (syd|midt|nord|sj|hoved), city of, county, state of, statens, styrelsen,
      politi(et)?\b, polizei, prefectur, public (library|safety), library, council, defen[cs]e, dod ,
      headquarters, national institute, landkreis, stadt , gemeinde, \bnhs\b, ripe network, \bwide project
    `),
  ],
  [
    "mobile",
    parts(String.raw`
      (?<!auto|exxon ?)mobil(?!i), movil, cellular, cellco, wireless, hi3g, t-mobile, lebara, lycamobile, celcom,
      movistar
    `),
  ],
  [
    "provider",
    parts(String.raw`
      tele(c|k|f|ph|g|s(?!cop)|n|m|v|a|d), telia, telus, teliax, telkom, telmex, telgua, comuni(c|k), communicat, komunik, kommunikat,
      comunic, internet, intranet, network, netw?er, provedor, provider, broadband, bredb, breitband,
      banda ancha, banda larga, fib(er|re|ra), fiber, cable, kabel, satel, starlink, spacex, wifi, wi-fi,
      iletisim, bilisim, technolog, tecnolog, teknolog, solution, soluc, solusi, informati(c|k|on), infocom,
      infonet, datacom, digital, hosts, connect, \wnet\b, \wcom (a/s|ab|as|ltd|limited|sa|srl|s\.), vodafone,
      verizon, comcast, centurylink, windstream, swisscom, proximus, rostelecom, vimpelcom, fastspeed, norlys,
      stofa, yousee, nuuday, waoo, altibox, hiper a/s, bahnhof, ownit, superonline, cibicom, level 3, backbone,
      exchange point, china unicom, chinanet, biglobe, airtel, reliance jio, etisa(l|ll)at, itissalat, ooredoo,
      speed, \bnet(?!flix|s |to|jets|herlands|app|suite|ease)\w+,
      \b(?!hotel|intel|motel|mattel|pastel|cartel|castel|martel)\w+tel\b, \w{2}link\b, multimedia, jaringan,
      lintas, sistem(a|as|i)?\b, [ -]me $
    `),
  ],
  [
    "provider",
    words(String.raw`
      orange (?!county)\w*, ee limited, lg (powercomm|dacom|uplus), tim (s/a|brasil), telstra, tele2, softbank,
      indosat, sanchar, comcel, optage, garr, renater, mtn, cantv, sunrise gmbh, vodacom, odido,
      digi (romania|tavkoz\w*|spain), p4, mts, zayo, megafon, kyivstar, zain, sify, cogeco, aircel, breezeline,
      wideopenwest, dreamline, vivacom, kcell, altice, hutchison, sinal a/s, tiscali, starhub, bezeq, viasat,
      cogent, spark new zealand, one (hungary|new zealand), net, isps?, ix, ixp, nic, lan, wan, ip, it, ict, tv,
      web, www, data, online, link, tech, telco, tdc, kpn, sfr, bt, o2, dna, rcn, meo, vnpt, viettel, kddi, ntt,
      jcom, uninet, claro, tigo, izzi, gtt, pccw, singtel, optus, sky uk, virgin media, elisa, lyse, eviny,
      wind tre, fastweb, v tal, at&t, bell canada, bouygues, infra\w*, as\d+, \w+-as(-ap)?, computers?, voip
    `),
  ],
];
