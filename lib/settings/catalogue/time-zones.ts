/** Names that are no places; both engines know them. */
const universal = ['GMT', 'UTC']

/** Every IANA time zone that this release of Node knows, for a list to choose from. */
export const timeZones: readonly string[] = [
  ...universal,
  ...Intl.supportedValuesOf('timeZone').filter((zone) => !universal.includes(zone)),
]

/** A whole time zone name; the shape of the pattern that the API gives clients. */
export const timeZonePattern = `^(${timeZones.join('|').replaceAll('+', '\\+')})$`
