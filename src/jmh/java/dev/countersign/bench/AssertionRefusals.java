package dev.countersign.bench;

import dev.countersign.bench.RefusalTimes.Kind;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The refusals of assertions of one algorithm that nobody may tell apart by their time (GEN-10); all keys are cached. */
final class AssertionRefusals {

    private final String algorithm;
    private final SignedRequests good;
    private final List<Kind> kinds = new ArrayList<>();

    AssertionRefusals(String algorithm, SignedRequests good) {
        this.algorithm = algorithm;
        this.good = good;
    }

    void print(ExecutableWar war) throws IOException, InterruptedException, JoseException {
        String keyed = register(war, "keyed", good.registered());
        String disabled = register(war, "disabled", "\"enabled\":false," + good.registered());
        String other = "secret-" + algorithm;
        LoadRun.register(war.url(), other, "");
        String assertion = good.assertion(keyed);
        PublicJsonWebKey missing = AssertionSigner.key(algorithm, "k2");

        add("unknown client", good.assertion("nobody-" + algorithm));
        add("disabled client", good.assertion(disabled));
        add("client of another method", good.assertion(other));
        add("bad signature", forged(assertion));
        add("no such key", new SignedRequests(good.audience(), missing).assertion(keyed));
        add("wrong audience", new SignedRequests("https://other.example", good.key()).assertion(keyed));
        System.out.println(algorithm);
        new RefusalTimes(war.port()).print(kinds);
    }

    private String register(ExecutableWar war, String kind, String members) throws IOException, InterruptedException {
        String id = kind + '-' + algorithm;
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration(id, members));
        return id;
    }

    /** Refused, so it is never used up. */
    private void add(String name, String assertion) {
        kinds.add(new Kind(name, (i, source) -> SignedRequests.request("/verify", source, assertion)));
    }

    /** Another number of the right size: only its verification tells. */
    private static String forged(String assertion) {
        int dot = assertion.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(assertion.substring(dot));
        signature[signature.length / 4] ^= 1;
        return assertion.substring(0, dot)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }
}
