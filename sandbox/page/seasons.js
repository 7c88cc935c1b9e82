// The solar term of a day (二十四节气): fifteen degrees of the sun's path each, beginning with the spring equinox.

const ZH =
  "春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒 立春 雨水 惊蛰".split(
    " ",
  );
const EN = [
  "Spring Equinox",
  "Clear and Bright",
  "Grain Rain",
  "Start of Summer",
  "Grain Buds",
  "Grain in Ear",
  "Summer Solstice",
  "Minor Heat",
  "Major Heat",
  "Start of Autumn",
  "End of Heat",
  "White Dew",
  "Autumn Equinox",
  "Cold Dew",
  "Frost's Descent",
  "Start of Winter",
  "Minor Snow",
  "Major Snow",
  "Winter Solstice",
  "Minor Cold",
  "Major Cold",
  "Start of Spring",
  "Rain Water",
  "Insects Awaken",
];
const J2000 = Date.UTC(2000, 0, 1, 12);

/* Low-precision solar longitude (Astronomical Almanac), good to about a hundredth of a degree. */
function solarLongitude(instant) {
  const days = (instant.getTime() - J2000) / 86400e3;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const mean = 280.46 + 0.9856474 * days;
  const anomaly = radians(357.528 + 0.9856003 * days);
  const longitude = mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly);
  return ((longitude % 360) + 360) % 360;
}

export function solarTerm(instant, language) {
  const names = language === "zh" ? ZH : EN;
  return names[Math.floor(solarLongitude(instant) / 15)];
}
