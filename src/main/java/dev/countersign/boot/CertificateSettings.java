package dev.countersign.boot;

import java.time.Duration;

/**
 * The settings of the keys that administrators register. Immutable.
 *
 * @param maxValidity of the certificates that are made here
 * @param uploadMaxBytes the largest file that is accepted
 */
record CertificateSettings(Duration maxValidity, int uploadMaxBytes) {

    private static final Duration MIN_VALIDITY = Duration.ofDays(1);
    private static final Duration MAX_VALIDITY = Duration.ofDays(3650);
    private static final int MIN_BYTES = 16_384;

    /** An upload is held in memory as a whole. */
    private static final int MAX_BYTES = 4_194_304;

    static CertificateSettings read(SettingsReader reader) {
        return new CertificateSettings(
                reader.read(
                        "maxCertificateValidity",
                        Duration.ofDays(1095),
                        "an ISO 8601 duration from P1D to P3650D",
                        SettingTypes.duration(MIN_VALIDITY, MAX_VALIDITY)),
                reader.read(
                        "uploadMaxBytes",
                        1_048_576,
                        "a number from " + MIN_BYTES + " to " + MAX_BYTES,
                        SettingTypes.number(MIN_BYTES, MAX_BYTES)));
    }
}
