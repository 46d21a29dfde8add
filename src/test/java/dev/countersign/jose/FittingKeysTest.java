package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.VerificationKey;
import dev.countersign.jws.JwsHeader;
import dev.countersign.keys.JwsAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittingKeysTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    /** Without {@code kid}: whatever fits is tried. */
    private static final JwsHeader HEADER =
            new JwsHeader("RS256", Optional.empty(), Optional.empty(), Optional.empty(), List.of(), true);

    @Test
    void renewedCertificatesOfOneKeyLeaveRoomForOthersAndTheNewestCounts() {
        List<VerificationKey> registered = new ArrayList<>();
        for (int i = 0; i < FittingKeys.MAX_TRIED + 1; i++) {
            registered.add(certificate("renewed-" + i, "rsa", NOW.plus(YEAR)));
        }
        registered.add(certificate("another", "rsa-2", NOW.plus(YEAR)));

        assertThat(tried(registered, false)).containsExactly("renewed-" + FittingKeys.MAX_TRIED, "another");
    }

    @Test
    void ofOneKeyACertificateThatHasEndedDoesNotHideAnother() {
        List<VerificationKey> registered =
                List.of(certificate("valid", "rsa", NOW.plus(YEAR)), certificate("ended", "rsa", NOW.minusSeconds(1)));

        assertThat(tried(registered, false)).containsExactly("valid");
        assertThat(tried(registered, true)).containsExactly("ended");
    }

    @Test
    void aReplacedKeyIsLeftOutFromItsEndOnWhateverItsCertificateSays() {
        VerificationKey old = certificate("old", "rsa", NOW.plus(YEAR));

        for (boolean expiredCertificates : List.of(false, true)) {
            assertThat(tried(List.of(ending(old, NOW.plusNanos(1))), expiredCertificates))
                    .containsExactly("old");
            assertThat(tried(List.of(ending(old, NOW)), expiredCertificates)).isEmpty();
        }
        assertThat(FittingKeys.of(List.of(ending(old, NOW)), HEADER, JwsAlgorithm.RS256, NOW, true)
                        .outOfTime())
                .isTrue();
    }

    /** A client may name the kid of the older one for ever: the newer one has the same key. */
    @Test
    void aReplacedKeyThatHasEndedGivesItsKidFree() {
        VerificationKey old = certificate("old", "rsa", NOW.plus(YEAR));
        VerificationKey renewed = new VerificationKey(
                Optional.of("another"),
                Optional.of("thumbprint"),
                old.key(),
                Optional.empty(),
                old.notBefore(),
                old.notAfter(),
                Optional.of("new"));
        JwsHeader naming = new JwsHeader("RS256", Optional.empty(), old.kid(), Optional.empty(), List.of(), true);

        assertThat(tried(naming, List.of(ending(old, NOW.plusSeconds(1)), renewed), false))
                .containsExactly("old");
        assertThat(tried(naming, List.of(ending(old, NOW), renewed), false)).containsExactly("new");
        assertThat(tried(HEADER, List.of(ending(old, NOW.plusSeconds(1)), renewed), false))
                .as("without a kid")
                .containsExactly("new");
    }

    /** Another key cannot have made the signature of the one that is named. */
    @Test
    void whereTheNamedKeyHasEndedOtherKeysAreNotTried() {
        VerificationKey old = certificate("old", "rsa", NOW.plus(YEAR));
        VerificationKey newer = new VerificationKey(
                Optional.of("kid-of-newer"),
                Optional.empty(),
                TestKeys.pair("rsa-2").getPublic(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("newer"));
        JwsHeader byKid = new JwsHeader("RS256", Optional.empty(), old.kid(), Optional.empty(), List.of(), true);
        JwsHeader byThumbprint =
                new JwsHeader("RS256", Optional.empty(), Optional.empty(), old.thumbprint(), List.of(), true);
        JwsHeader byAnUnknownKid =
                new JwsHeader("RS256", Optional.empty(), Optional.of("unknown"), Optional.empty(), List.of(), true);
        List<VerificationKey> registered = List.of(ending(old, NOW), newer);

        for (JwsHeader naming : List.of(byKid, byThumbprint)) {
            assertThat(FittingKeys.of(registered, naming, JwsAlgorithm.RS256, NOW, false))
                    .as("%s", naming)
                    .isEqualTo(new FittingKeys(List.of(), 0, true));
            assertThat(tried(naming, List.of(ending(old, NOW), newer, certificate("renewed", "rsa", NOW)), false))
                    .as("%s of a key that another certificate has", naming)
                    .isEqualTo(naming.kid().isPresent() ? List.of("renewed") : List.of());
        }
        assertThat(tried(byAnUnknownKid, registered, false)).containsExactly("newer");
        assertThat(tried(HEADER, registered, false)).containsExactly("newer");
    }

    /** The same key, refused from that instant on. */
    static VerificationKey ending(VerificationKey key, Instant end) {
        return new VerificationKey(
                key.kid(),
                key.thumbprint(),
                key.key(),
                key.algorithm(),
                key.notBefore(),
                key.notAfter(),
                key.credentialId(),
                Optional.of(end));
    }

    private static List<String> tried(List<VerificationKey> registered, boolean expiredCertificates) {
        return tried(HEADER, registered, expiredCertificates);
    }

    private static List<String> tried(JwsHeader header, List<VerificationKey> registered, boolean expiredCertificates) {
        return FittingKeys.of(registered, header, JwsAlgorithm.RS256, NOW, expiredCertificates).keys().stream()
                .map(key -> key.credentialId().orElseThrow())
                .toList();
    }

    private static VerificationKey certificate(String id, String key, Instant end) {
        return new VerificationKey(
                Optional.of("kid-of-" + key),
                Optional.of("thumbprint-of-" + id),
                TestKeys.pair(key).getPublic(),
                Optional.empty(),
                Optional.of(end.minus(YEAR.multipliedBy(2))),
                Optional.of(end),
                Optional.of(id));
    }
}
