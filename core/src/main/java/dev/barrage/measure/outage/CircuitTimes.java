package dev.barrage.measure.outage;

/**
 * How soon a target gave up on what an injected failure had broken for the requests of one name,
 * and took it up again. Seconds; NaN: it was not seen.
 *
 * @param opensS from the making of the failure to the first refusal that did not wait for it
 * @param brokenS how long the failure lasted: so long the circuit could be seen to open
 * @param closesS from the failure's end to the first good answer to a request sent then
 * @param mendedS from there to the end of the run: so long it could be seen to close
 */
public record CircuitTimes(
    String request, double opensS, double brokenS, double closesS, double mendedS) {}
