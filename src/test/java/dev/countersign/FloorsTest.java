package dev.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Keeps the five floors apart: a WAR has no module path, so this test is our {@code module-info}.
 *
 * <pre>
 * floor 4  switchboard     boot
 * floor 3  administration  admin  endpoint
 * floor 2  door            http
 * floor 1  rooms           secret  jose  mtls  signing  x509  fetch  cache  replay  expiry  metrics  declare
 *                          store.jdbc  store.file
 * floor 0  words           client  auth  token  manage  keys  jws  text  task
 * apart                    kit (the client's side, upon keys)   launch (java -jar)
 * </pre>
 *
 * Arrows go down only. A better picture is changed here and in the README, with the reason in the commit.
 */
class FloorsTest {
    private static final String ROOT = "dev.countersign.";
    private static final List<String> WORDS =
            List.of("client", "auth", "token", "manage", "keys", "jws", "text", "task");
    private static final List<String> ROOMS = List.of(
            "secret",
            "jose",
            "mtls",
            "signing",
            "x509",
            "fetch",
            "cache",
            "replay",
            "expiry",
            "metrics",
            "declare",
            "store.jdbc",
            "store.file");
    private static final List<String> APART = List.of("kit", "launch");
    private static final List<String> ALL = join(WORDS, ROOMS, List.of("http", "admin", "endpoint", "boot"), APART);

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.countersign");

    @Test
    void everyPackageHasItsFloor() {
        check(classes().should().resideInAnyPackage(within(ALL)));
    }

    @Test
    void theDrawingNamesNoPackageThatIsNotThere() {
        Set<String> there = new TreeSet<>();
        PRODUCT.forEach(type -> there.add(type.getPackageName()));

        assertThat(there).containsAll(ALL.stream().map(ROOT::concat).toList());
    }

    @TestFactory
    Stream<DynamicTest> arrowsGoDownOnly() {
        return Stream.of(
                        WORDS.stream().map(word -> maySee(word, WORDS)),
                        ROOMS.stream().map(room -> maySee(room, join(List.of(room), WORDS))),
                        Stream.of(
                                maySee("http", join(List.of("http"), WORDS)),
                                maySee("admin", join(List.of("admin", "http"), WORDS)),
                                maySee("endpoint", join(List.of("endpoint", "http"), WORDS)),
                                maySee("boot", join(List.of("boot", "admin", "endpoint", "http"), ROOMS, WORDS)),
                                maySee("kit", List.of("kit", "keys"))))
                .flatMap(tests -> tests);
    }

    @Test
    void theLauncherStandsAlone() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "launch..")
                .should()
                .onlyDependOnClassesThat(jdkOr(
                        "org.eclipse.jetty..",
                        "com.zaxxer.hikari..",
                        "picocli..",
                        "org.h2..",
                        "java.sql..",
                        ROOT + "launch..",
                        ROOT + "text..")));
    }

    /** These classes are in the WAR twice: in WEB-INF, and beside it, where the launcher finds them. */
    @Test
    void theLauncherTakesOnlyWhatLiesBesideIt() {
        DescribedPredicate<JavaClass> shared = nameMatching(
                        ".*\\.text\\.(Redact[^.]*|SettingName|SourceNetwork|MalformedException|PlatformPath|UrlHost)")
                .forSubtype();
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "launch..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "text..").and(DescribedPredicate.not(shared))));
        check(classes().that(shared).should().onlyDependOnClassesThat(jdkOr().or(shared)));
    }

    /** A client's developer takes it without anything of the server; what a good key is, is the same on both sides. */
    @Test
    void theKitStandsAlone() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "kit..")
                .should()
                .onlyDependOnClassesThat(jdkOr("org.jose4j..", "jakarta.servlet..", ROOT + "kit..", ROOT + "keys..")));
    }

    /** An own store sees this package alone, and on WildFly its module has no other class of the WAR. */
    @Test
    void clientsNeedNoOtherPackage() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "client..")
                .should()
                .onlyDependOnClassesThat(jdkOr(ROOT + "client..")));
    }

    @Test
    void theWordsNeedNothingButTheJdk() {
        check(classes()
                .that()
                .resideInAnyPackage(within(List.of("client", "auth", "token", "manage", "keys", "jws", "text")))
                .should()
                .onlyDependOnClassesThat(jdkOr(within(WORDS))));
    }

    /** The author of a plug-in meets no port of the administration. */
    @Test
    void authenticatingKnowsNothingOfAdministering() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "auth..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "manage.."));
    }

    @Test
    void packagesMakeNoCircle() {
        check(slices().matching(ROOT + "(**)").should().beFreeOfCycles());
    }

    @TestFactory
    Stream<DynamicTest> aLibraryIsNamedInOnePackage() {
        return Stream.of(
                onlyIn(List.of("kit"), "org.jose4j.."),
                onlyIn(List.of("x509", "mtls"), "org.bouncycastle.."),
                onlyIn(List.of("cache"), "org.ehcache.."),
                onlyIn(List.of("fetch"), "org.apache.hc.."),
                onlyIn(List.of("store.jdbc"), "org.flywaydb.."),
                onlyIn(List.of("metrics"), "io.prometheus.."),
                onlyIn(List.of("admin"), "jakarta.json.."),
                onlyIn(List.of("http", "admin", "endpoint", "boot", "kit"), "jakarta.servlet.."),
                onlyIn(
                        List.of("launch"),
                        "org.eclipse.jetty..",
                        "com.zaxxer..",
                        "org.h2..",
                        "org.postgresql..",
                        "picocli.."),
                // In mtls the text of a distinguished name is parsed, as LDAP writes it.
                onlyIn(List.of("boot", "launch", "mtls"), "javax.naming.."),
                onlyIn(List.of("store.jdbc", "boot", "launch"), "javax.sql.."),
                // The embedded database is the launcher's own: it copies it, and keeps its file small.
                onlyIn(List.of("store.jdbc", "launch"), "java.sql.."));
    }

    @Test
    void certificatesLookNothingUp() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "mtls..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(javax.naming.Context.class));
    }

    @Test
    void aboveTheStoreADataSourceIsOnlyPassedOn() {
        check(noClasses()
                .that()
                .resideInAnyPackage(within(List.of("boot", "launch")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.sql..")
                        .and(describe("are no DataSource", type -> !type.isEquivalentTo(javax.sql.DataSource.class)))));
    }

    @Test
    void theClockIsReadInOnePlaceAndPassedOn() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(within(List.of("boot", "kit", "launch")))
                .should()
                .callMethod(InstantSource.class, "system"));
    }

    @Test
    void namesAreNounsWithARole() {
        check(noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)(\\$.*)?"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> forgotten = new TreeSet<>();
        PRODUCT.forEach(type -> {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                forgotten.add(type.getPackageName());
            }
        });

        assertThat(forgotten)
                .as("packages without a @NullMarked package-info.java")
                .isEmpty();
    }

    private static DynamicTest maySee(String name, List<String> seen) {
        DescribedPredicate<JavaClass> ours = resideInAnyPackage(ROOT.substring(0, ROOT.length() - 1) + "..");
        return DynamicTest.dynamicTest(
                name,
                () -> check(noClasses()
                        .that()
                        .resideInAPackage(ROOT + name + "..")
                        .should()
                        .dependOnClassesThat(ours.and(DescribedPredicate.not(resideInAnyPackage(within(seen)))))));
    }

    private static DynamicTest onlyIn(List<String> places, String... library) {
        return DynamicTest.dynamicTest(
                library[0] + " in " + places,
                () -> check(noClasses()
                        .that()
                        .resideOutsideOfPackages(within(places))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(library)));
    }

    /** The JDK, but neither its database nor its naming: those have rules of their own. */
    private static DescribedPredicate<JavaClass> jdkOr(String... packages) {
        PackageMatchers matchers = PackageMatchers.of(join(
                        List.of(packages),
                        List.of("java..", "javax.crypto..", "javax.management..", "javax.naming.."),
                        List.of("javax.net..", "javax.security.auth..", "javax.sql..", "org.jspecify.."))
                .toArray(String[]::new));
        return describe("the JDK or " + List.of(packages), type -> {
            JavaClass base = type.getBaseComponentType();
            return base.isPrimitive() || matchers.test(base.getPackageName());
        });
    }

    private static String[] within(List<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    @SafeVarargs
    private static List<String> join(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    /** A rule about a library that no class names any more holds. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }
}
