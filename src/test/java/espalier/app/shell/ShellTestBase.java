package espalier.app.shell;

import espalier.app.WindowTest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the whole window. */
abstract class ShellTestBase extends WindowTest {

    /** What the person would choose. */
    protected Path chosen;
    protected Shell shell;
    protected WindowPreferences remembered;
    private Preferences preferences;

    @BeforeEach
    void openShell() {
        preferences = Preferences.userRoot().node("espalier-test-" + System.nanoTime());
        remembered = new WindowPreferences(preferences);
        shell = onFx(() -> new Shell(parts, remembered, new Chooser() {
            @Override
            public Optional<Path> network() {
                return Optional.ofNullable(chosen);
            }

            @Override
            public Optional<Path> folder(String title) {
                return Optional.ofNullable(chosen);
            }

            @Override
            public Optional<Path> classNames() {
                return Optional.ofNullable(chosen);
            }
        }));
        show(shell.view());
        onFx(() -> {
            shell.showFirstPage();
            return null;
        });
    }

    @AfterEach
    void forget() throws BackingStoreException {
        preferences.removeNode();
    }
}
