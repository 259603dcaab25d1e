package espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows of the design: each package knows only those below it, and nothing below the window knows that there is
 * one.
 */
class ArchitectureTest {

    /** From the top down. Those of one line are side by side: they do not know each other. */
    private static final List<List<String>> LAYERS = List.of(List.of("app", "cli"), List.of("report"), List.of("study"),
            List.of("workspace"), List.of("pruning", "survey"), List.of("explain"), List.of("importance"),
            List.of("compensation"), List.of("training"), List.of("network"), List.of("engine"), List.of("drawing"),
            List.of("data"), List.of("basics"));

    /** The program's classes, from where they are, without those of its tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void arrows_point_down() {
        Architectures.LayeredArchitecture layers = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (List<String> line : LAYERS) {
            for (String name : line) {
                layers = layers.layer(name).definedBy("espalier." + name + "..");
            }
        }
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] above = LAYERS.subList(0, i).stream().flatMap(List::stream).toArray(String[]::new);
            for (String name : LAYERS.get(i)) {
                layers = above.length == 0 ? layers.whereLayer(name).mayNotBeAccessedByAnyLayer()
                        : layers.whereLayer(name).mayOnlyBeAccessedByLayers(above);
            }
        }
        layers.check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        String[] known = Stream.concat(LAYERS.stream().flatMap(List::stream).map(name -> "espalier." + name + ".."),
                Stream.of("espalier")).toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(CLASSES);
    }

    @Test
    void nothing_below_the_window_knows_of_windows() {
        noClasses().that().resideOutsideOfPackage("espalier.app..").should().dependOnClassesThat()
                .resideInAnyPackage("javafx..", "atlantafx..", "org.controlsfx..", "org.kordamp..").check(CLASSES);
    }

    @Test
    void dl4j_stays_behind_network_engine_and_training() {
        noClasses().that().resideOutsideOfPackages("espalier.network..", "espalier.engine..", "espalier.training..")
                .should().dependOnClassesThat().resideInAPackage("org.deeplearning4j..").check(CLASSES);
    }

    @Test
    void no_array_of_the_engine_reaches_the_window() {
        noClasses().that().resideInAnyPackage("espalier.app..", "espalier.cli..", "espalier.workspace..").should()
                .dependOnClassesThat().resideInAPackage("org.nd4j..").check(CLASSES);
    }

    @Test
    void packages_make_no_circles() {
        slices().matching("espalier.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("espalier.app.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void classes_make_no_circles() {
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.startsWith("espalier.") ? SliceIdentifier.of(file(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "files";
            }
        }).should().beFreeOfCycles().check(CLASSES);
    }

    /** A nested type counts as its file. */
    private static String file(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    @Test
    void pages_do_not_know_each_other() {
        slices().matching("espalier.app.(overview|filters|prune|explain|compare|study)..").should()
                .notDependOnEachOther().check(CLASSES);
    }
}
