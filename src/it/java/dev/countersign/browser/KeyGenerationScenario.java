package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Keys that the console has made: what is downloaded signs in. */
interface KeyGenerationScenario extends KeyDialogs {

    @Test
    default void aKeyOfACurveLeavesAsJwk() throws Exception {
        registerSigner("curved");
        ConsoleVisit visit = signedIn().atClient("curved", "credentials");
        visit.main().press(GENERATE);
        Part dialog = visit.dialog();
        dialog.choose("Archive format", "JWK: unencrypted private key")
                .says("A JWK is not encrypted")
                .choose("Algorithm", "EC")
                .choose("Key size in bits", "256")
                .choose("Valid for", "90 days")
                .type("Key alias", "by the curve");
        assertThat(dialog.field("Store password")).not().isAttached();
        Path file = visit.download(() -> dialog.press(SUBMIT));
        visit.main().says("by the curve").says("EC, 256 bits");

        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file));
        key.setAlgorithm("ES256");
        assertThat(verify(new AssertionSigner(running().url()).signed("curved", key)))
                .isEqualTo(204);
    }

    @Test
    default void sec3_aKeyIsReplacedUntilItIsNoLongerUsed() throws Exception {
        registerSigner("renewing");
        ConsoleVisit visit = signedIn().atClient("renewing", "credentials");
        PublicJsonWebKey old = generated(
                visit,
                dialog ->
                        assertThat(dialog.field("Old key stops working")).not().isAttached());

        PublicJsonWebKey young = generated(
                visit,
                dialog -> dialog.choose("Old key stops working", "when unused for 7 days, in 90 days at the latest"));

        visit.main().says("Replaced by a newer key: it ends at").says("or when unused for 7 days");
        AssertionSigner signer = new AssertionSigner(running().url());
        assertThat(verify(signer.signed("renewing", old))).isEqualTo(204);
        assertThat(verify(signer.signed("renewing", young))).isEqualTo(204);
        visit.assertAccessible();
        visit.screenshots("replaced-key");
    }

    @Test
    default void sec3_aKeyThatIsReplacedAtOnceMayTakeTheTokensWithIt() throws Exception {
        registerSigner("stolen");
        ConsoleVisit visit = signedIn().atClient("stolen", "credentials");
        PublicJsonWebKey old = generated(visit, dialog -> {});
        assertThat(Scenario.json(script().get("/clients/stolen")).containsKey("tokens_not_before"))
                .isFalse();

        generated(visit, dialog -> {
            assertThat(dialog.field("End its access tokens too")).not().isAttached();
            dialog.choose("Old key stops working", "at once").tick("End its access tokens too");
        });

        visit.main().says("All its access tokens are ended.");
        visit.main().says("it is refused since");
        assertThat(verify(new AssertionSigner(running().url()).signed("stolen", old)))
                .isEqualTo(401);
        assertThat(Scenario.json(script().get("/clients/stolen")).containsKey("tokens_not_before"))
                .isTrue();
    }

    private static PublicJsonWebKey generated(ConsoleVisit visit, Consumer<Part> more) throws Exception {
        visit.main().press(GENERATE);
        Part dialog = visit.dialog()
                .choose("Archive format", "JWK: unencrypted private key")
                .choose("Algorithm", "EC");
        more.accept(dialog);
        Path file = visit.download(() -> dialog.press(SUBMIT));
        visit.main().says("EC, 256 bits");
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file));
        key.setAlgorithm("ES256");
        return key;
    }

    @Test
    default void aPasswordThatIsTooShortIsToldAtItsField() throws Exception {
        registerSigner("careless");
        ConsoleVisit visit = signedIn().atClient("careless", "credentials").expectComplaint("status of 4");
        visit.main().press(GENERATE);
        visit.dialog().press(SUBMIT);
        assertThat(visit.dialog().blame("Store password")).containsText("Enter a password of 8 to 128 characters.");
        visit.dialog().press("Generate a password");
        assertThat(visit.dialog().blame("Store password")).not().isAttached();
        visit.dialog().type("Store password", "short").press(SUBMIT);

        assertThat(visit.dialog().blame("Store password")).isVisible();
        visit.assertAccessible();
        assertThat(Scenario.json(script().get("/clients/careless")).getInt("version"))
                .isEqualTo(1);
    }
}
