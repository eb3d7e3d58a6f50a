// Runs inside Thunderbird, as the body of a function: arguments are what to do, and the address.
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const [what, address] = arguments;

// A calendar as the dialog "New calendar, on the network" makes it: what is fetched is also kept
// in a cache, and it is the cache that the user looks at.
async function subscribe() {
  const calendar = cal.manager.createCalendar("ics", Services.io.newURI(address));
  calendar.name = address;
  calendar.setProperty("cache.enabled", true);
  await loaded(calendar, () => cal.manager.registerCalendar(calendar));
}

async function refresh(calendar) {
  await loaded(calendar.wrappedJSObject.mUncachedCalendar, () => calendar.refresh());
}

// Until what was fetched is taken apart; it tells of an answer that brings nothing new as well.
function loaded(fetching, start) {
  return new Promise(resolve => {
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {}, onEndBatch() {}, onAddItem() {}, onModifyItem() {}, onDeleteItem() {},
      onError() {}, onPropertyChanged() {}, onPropertyDeleting() {},
      onLoad() { fetching.removeObserver(observer); resolve(); },
    };
    fetching.addObserver(observer);
    start();
  });
}

const find = () => cal.manager.getCalendars().find(calendar => calendar.uri.spec === address);
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
const all = calendar =>
  calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);

// The cache is emptied and filled after every load, and nothing tells when that is done.
async function settled(calendar) {
  const { wrappedJSObject: inside } = calendar;
  await pause(0);
  await inside.mPendingSync;
  const { length } = await all(inside.mUncachedCalendar);
  for (let tries = 0; tries < 250; tries++) {
    const items = await all(calendar);
    if (items.length === length) {
      return items;
    }
    await pause(20);
  }
  return all(calendar);
}

const shown = time => (time.isDate ? time : time.getInTimezone(cal.dtz.UTC)).icalString;

const told = item => ({
  uid: item.id,
  title: item.title,
  start: shown(item.startDate),
  end: shown(item.endDate),
  status: item.status,
  description: item.getProperty("DESCRIPTION"),
  busy: item.getProperty("TRANSP") !== "TRANSPARENT",
  alarms: item.getAlarms().map(alarm => cal.alarms.calculateAlarmDate(item, alarm))
    .map(date => shown(date)),
});

if (what === "subscribe") {
  await subscribe();
} else if (what === "refresh") {
  await refresh(find());
}
const calendar = find();
return { events: (await settled(calendar)).map(told), disabled: !!calendar.getProperty("disabled") };
