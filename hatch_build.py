"""What a wheel carries beside its sources: the shipped rules, compiled."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Compiles `rules/` with the code that is being packed, ten seconds that every first start would take."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled rules beside the packs they are made of."""
        # An editable install reads `rules/` as they are edited.
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        sys.dont_write_bytecode = True
        try:
            from linter.ruleset.build import shipped  # noqa: PLC0415  # not before it can be found
        except ModuleNotFoundError as error:
            if str(error.name).partition(".")[0] == "linter":
                raise
            # `--no-build-isolation`: such a wheel works as well, its first start compiles.
            self.app.display_warning(f"The rules are not compiled, {error.name} is not installed here.")
            return
        self._folder = tempfile.TemporaryDirectory()
        compiled = Path(self._folder.name, "compiled.msgpack")
        compiled.write_bytes(shipped())
        build_data["force_include"][str(compiled)] = "linter/packs/compiled.msgpack"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing behind."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
