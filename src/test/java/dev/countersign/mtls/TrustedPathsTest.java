package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import dev.countersign.client.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedPathsTest {

    private static final long HEAP = 1L << 30;
    private static final Optional<String> ANY = Optional.empty();

    private static final TestAuthority MADE =
            new TestAuthority("root ca", "inter by=root ca", "leaf by=inter to=2", "other ca");

    @TempDir
    Path directory;

    private volatile Instant now = TestAuthority.NOW;

    @Test
    void mtls4_aChangedListCountsWithinAMinute() throws Exception {
        Path root = write("root", "root");
        Path inter = write("inter", "inter");
        TrustedPaths paths = paths(Optional.of(directory));
        CertificateChain chain = MADE.chain("leaf inter");
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();

        write("inter", "inter revokes=leaf this=0");
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();
        pass(Duration.ofSeconds(59));
        assertThat(paths.judge(chain, ANY).refusal()).contains(Refusal.REVOKED_CERTIFICATE);

        write("inter", "inter this=0");
        pass(Duration.ofSeconds(59));
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();

        Files.delete(root);
        pass(Duration.ofSeconds(59));
        assertThatThrownBy(() -> paths.judge(chain, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no CRL of the CA \"CN=root\"");
        assertThat(inter).exists();
    }

    @Test
    void mtls4_aBrokenListLeavesTheLastGoodOneUntilItsNextUpdate() throws Exception {
        write("root", "root next=20");
        Path inter = write("inter", "inter next=1");
        TrustedPaths paths = paths(Optional.of(directory));
        CertificateChain chain = MADE.chain("leaf inter");
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();

        Files.writeString(inter, "broken");
        settle(inter);
        pass(Duration.ofSeconds(59));
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();
        assertThat(paths.lists())
                .anySatisfy(state -> assertThat(state.problem()).contains("it is neither PEM nor DER"))
                .anySatisfy(state -> assertThat(state.issuer()).contains("CN=inter"));

        now = TestAuthority.NOW.plus(Duration.ofDays(1));
        assertThatThrownBy(() -> paths.judge(chain, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("overdue");
        assertThat(paths.lists())
                .anySatisfy(state -> assertThat(state.problem()).contains("overdue"));
    }

    @Test
    void mtls4_oneFileOfPemWithSeveralLists() throws Exception {
        Path file = directory.resolve("lists.pem");
        Files.writeString(
                file,
                TestAuthority.pem("X509 CRL", MADE.crl("root"))
                        + TestAuthority.pem("X509 CRL", MADE.crl("inter revokes=leaf")));
        TrustedPaths paths = paths(Optional.of(file));

        assertThat(paths.judge(MADE.chain("leaf inter"), ANY).refusal()).contains(Refusal.REVOKED_CERTIFICATE);
        assertThat(paths.lists())
                .hasSize(2)
                .allSatisfy(state -> assertThat(state.problem()).isEmpty());
    }

    @Test
    void mtls4_aListOfAHundredThousand() throws Exception {
        write("root", "root");
        write("inter", "inter revokes=leaf filled=100000");
        TrustedPaths paths = paths(Optional.of(directory));

        assertThat(paths.judge(MADE.chain("leaf inter"), ANY).refusal()).contains(Refusal.REVOKED_CERTIFICATE);
    }

    /** Each that waits holds a thread of the server. */
    @Test
    void mtls4_onlySomeRequestsWaitForAPlace() throws Exception {
        TrustedPaths paths = paths(Optional.empty());
        CertificateChain chain = MADE.chain("leaf inter");
        int places = paths.places.drainPermits();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < TrustedPaths.MAX_WAITING; i++) {
            Thread thread = new Thread(() -> {
                paths.places.acquireUninterruptibly();
                paths.places.release();
            });
            thread.start();
            waiting.add(thread);
        }
        while (paths.places.getQueueLength() < TrustedPaths.MAX_WAITING) {
            Thread.onSpinWait();
        }

        // An interrupted thread cannot wait: one that tries to gets another exception.
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> paths.judge(chain, ANY)).isInstanceOf(BusyException.class);
        assertThat(Thread.interrupted()).as("it did not wait").isTrue();

        paths.places.release(places);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();
    }

    @Test
    void mtls4_whatIsRememberedEndsWithTheFirstCertificate() {
        TrustedPaths paths = paths(Optional.empty());
        CertificateChain chain = MADE.chain("leaf inter");
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();

        now = MADE.certificate("leaf").getNotAfter().toInstant();
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(paths.judge(chain, ANY).refusal()).contains(Refusal.CERTIFICATE_NOT_VALID);
    }

    @Test
    void mtls4_aRefusalIsForgottenWithinAMinute() {
        now = MADE.certificate("leaf").getNotBefore().toInstant().minusSeconds(1);
        TrustedPaths paths = paths(Optional.empty());
        CertificateChain chain = MADE.chain("leaf inter");
        assertThat(paths.judge(chain, ANY).refusal()).contains(Refusal.CERTIFICATE_NOT_VALID);
        pass(Duration.ofSeconds(60));
        assertThat(paths.judge(chain, ANY).refusal()).isEmpty();
    }

    @Test
    void mtls4_aStrangersBrokenChainDoesNotSpoilTheClientsOwn() {
        TrustedPaths paths = paths(Optional.empty());
        assertThat(paths.judge(MADE.chain("leaf other"), ANY).refusal()).contains(Refusal.UNTRUSTED_CERTIFICATE);
        assertThat(paths.judge(MADE.chain("leaf inter"), ANY).refusal()).isEmpty();
        assertThat(paths.judge(MADE.chain("leaf inter"), Optional.of(MADE.keyHash("other")))
                        .refusal())
                .contains(Refusal.UNTRUSTED_CERTIFICATE);
        assertThat(paths.judge(MADE.chain("leaf inter"), ANY).certificate()).contains(MADE.certificate("leaf"));
    }

    @Test
    void mtls4_forgedChainsCostFewSignatures() {
        List<String> lines = new ArrayList<>(List.of("root ca cn=A", "stranger ca cn=A", "leaf by=stranger"));
        StringBuilder presented = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            lines.add("a" + i + " by=stranger ca cn=A keyof=stranger");
            presented.append(" a").append(i);
        }
        TestAuthority forged = new TestAuthority(lines);
        AuthoritySet authorities = new AuthoritySet(forged.configured("root"));
        PathSearch search = search(forged, authorities, presented.toString());

        assertThat(search.paths()).isEmpty();
        // Each was tried with the only CA of that name.
        assertThat(search.verifications()).isEqualTo(10);
    }

    @Test
    void mtls4_loopsBelowATrustedAuthorityAreBounded() {
        List<String> lines = new ArrayList<>(List.of("root ca cn=A", "leaf by=root"));
        StringBuilder presented = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            lines.add("a" + i + " by=root ca cn=A keyof=root serial=" + (100 + i));
            presented.append(" a").append(i);
        }
        TestAuthority made = new TestAuthority(lines);
        PathSearch search = search(made, new AuthoritySet(made.configured("root")), presented.toString());

        assertThat(search.paths()).isNotEmpty();
        assertThat(search.verifications()).isLessThanOrEqualTo(PathSearch.MAX_VERIFICATIONS);
    }

    private static PathSearch search(TestAuthority made, AuthoritySet authorities, String presented) {
        List<PathCertificate> others = new ArrayList<>();
        for (String name : presented.strip().split(" ", -1)) {
            others.add(PathCertificate.presented(made.certificate(name)));
        }
        return new PathSearch(authorities, PathCertificate.presented(made.certificate("leaf")), others);
    }

    @Test
    void mtls4_malformedCertificatesAreRefused() throws Exception {
        CertificateChain chain = CertificateChain.of(List.of(new byte[] {0x30, 0}));
        TrustedPaths paths = paths(Optional.empty());
        assertThat(paths.judge(chain, ANY).refusal()).contains(Refusal.UNFIT_CERTIFICATE);
        assertThat(paths.judge(chain, ANY).certificate()).isEmpty();
        assertThat(paths.explain(chain, ANY)).singleElement().satisfies(check -> {
            assertThat(check.id()).isEqualTo("certificate_form");
            assertThat(check.result()).isEqualTo(Check.Result.FAILED);
        });
    }

    private TrustedPaths paths(Optional<Path> lists) {
        return new TrustedPaths(MADE.configured("root"), lists, () -> now, HEAP);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Path write(String file, String list) throws Exception {
        Path written = Files.write(directory.resolve(file), MADE.crl(list));
        settle(written);
        return written;
    }

    /** Each version of a file has another time of change, long ago. */
    private void settle(Path file) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(30))));
    }
}
