package dev.countersign.signing;

import dev.countersign.jws.CompactJws;
import dev.countersign.jws.SignatureCheck;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.text.MalformedException;
import dev.countersign.x509.FastSignatures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an access token costs beside its signature, without HTTP. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TokenBenchmark {

    /** So many that hardly one is remembered until its turn comes again. */
    private static final int TOKENS = 2048;

    @Param({"RS256", "ES256"})
    private JwsAlgorithm algorithm = JwsAlgorithm.RS256;

    private final SignatureCheck signatures = new SignatureCheck(new FastSignatures());
    private TokenScene scene = new TokenScene(algorithm);
    private TokenReader reader = reader();
    private TokenSigner signer = scene.ring.signer();
    private List<String> tokens = List.of();
    private String claims = "";
    private int turn;

    @Setup(Level.Trial)
    public void issueAll() throws MalformedException {
        scene = new TokenScene(algorithm);
        reader = reader();
        signer = scene.ring.signer();
        tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            tokens.add(scene.issued());
        }
        claims = "{\"x\":\""
                + "x".repeat(CompactJws.of(tokens.get(0)).claims().toString().length()) + "\"}";
    }

    private TokenReader reader() {
        return new TokenReader(TokenScene.ISSUER, scene.ring::find, new FastSignatures(), new VerifiedTokens(0));
    }

    @Benchmark
    public Object issue() {
        return scene.issued();
    }

    @Benchmark
    public Object signAlone() {
        return signer.sign(claims);
    }

    @Benchmark
    public Object readNew() {
        TokenReader.Result result = reader.read(next());
        if (result.token() == null) {
            throw new IllegalStateException("a good token was refused: " + result.refusal());
        }
        return result;
    }

    @Benchmark
    public boolean verifyAlone() throws MalformedException {
        CompactJws jws = CompactJws.of(next());
        TokenVerifier key = scene.ring.find(signer.kid()).orElseThrow();
        if (!signatures.verifies(algorithm, key.key(), jws.signingInput(), jws.signature())) {
            throw new IllegalStateException("a good signature was refused");
        }
        return true;
    }

    private String next() {
        turn = turn + 1 & TOKENS - 1;
        return tokens.get(turn);
    }
}
